import type { ManagedResource } from '../managed-resource.ts'
import type { Readiness } from './readiness.ts'

/** A replication group is Ready as soon as it can be described: nobody can use it before it has an address and all its nodes. */
export const replicationGroup = ({ spec, status }: ManagedResource): Readiness => {
  const { primaryEndpointAddress, memberClusters } = status?.atProvider ?? {}
  if (!primaryEndpointAddress) return { state: 'waiting', why: 'has no address yet' }
  const nodes = Array.isArray(memberClusters) ? memberClusters.length : 0
  const asked = Number(spec.forProvider['numCacheClusters'] ?? 1)
  return nodes === asked ? { state: 'ready' } : { state: 'waiting', why: 'nodes are being added or removed' }
}
