import type { ManagedResource } from '../managed-resource.ts'
import type { KindName } from '../observed.ts'
import { addon } from './addon.ts'
import { byConditions } from './by-conditions.ts'
import { certificate } from './certificate.ts'
import { dbInstance } from './db-instance.ts'
import { eksCluster } from './eks-cluster.ts'
import { nodeGroup } from './node-group.ts'
import { replicationGroup } from './replication-group.ts'
import { route } from './route.ts'
import { vpcEndpoint } from './vpc-endpoint.ts'

/** How far a managed resource is. `why` is fit for a condition; waiting without `why` is the ordinary course of things. */
export type Readiness = Readonly<
  { state: 'ready' } | { state: 'waiting'; why?: string } | { state: 'failed'; why: string }
>

/** A rule for one kind, asked only when the conditions of the resource already say ready. */
export type KindRule = (resource: ManagedResource) => Readiness

/** Judges a managed resource: by its conditions, and for kinds whose Ready condition is not enough by what AWS says too. */
export const readinessOf = (kind: KindName, resource: ManagedResource | undefined): Readiness => {
  if (!resource) return { state: 'waiting' }
  const general = byConditions(resource)
  if (general.state !== 'ready') return general
  return rules[kind]?.(resource) ?? general
}

const rules: Partial<Record<KindName, KindRule>> = {
  'acm/Certificate': certificate,
  'ec2/Route': route,
  'ec2/VPCEndpoint': vpcEndpoint,
  'eks/Addon': addon,
  'eks/Cluster': eksCluster,
  'eks/NodeGroup': nodeGroup,
  'elasticache/ReplicationGroup': replicationGroup,
  'rds/Instance': dbInstance,
}
