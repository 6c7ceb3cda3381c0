import type { ManagedResource } from '../managed-resource.ts'
import type { Readiness } from './readiness.ts'

/** A cluster stays Ready while EKS upgrades it; `status` and `version` tell. Source: EKS API reference, Cluster. */
export const eksCluster = ({ spec, status }: ManagedResource): Readiness => {
  const { status: state, version } = (status?.atProvider ?? {}) as Readonly<{ status?: string; version?: string }>
  if (state === 'FAILED') return { state: 'failed', why: 'AWS reports the status FAILED' }
  if (state !== undefined && state !== 'ACTIVE') return { state: 'waiting', why: `is ${state}` }
  const asked = spec.forProvider['version']
  if (version !== undefined && asked !== undefined && version !== asked)
    return { state: 'waiting', why: `is being upgraded from ${version} to ${asked}` }
  return { state: 'ready' }
}
