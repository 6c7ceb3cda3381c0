import type { PlatformCacheStatus } from '@taskplatform/crds/layers/cache'
import { type Composition, compositionOf } from '../../composition.ts'
import type { Observed } from '../../observed.ts'
import { accessOf } from '../data/access.ts'
import { keyOfData, withheldForAccount } from '../data/data-key.ts'
import { keepsData } from '../kept.ts'
import { forLogGroups, throughServices } from '../key.ts'
import { logGroupOf, logGroups } from './logs.ts'
import { parameterGroups } from './parameters.ts'
import { cachePlan, port } from './plan.ts'
import { replicationGroup, withheldReplicationGroup } from './replication-group.ts'
import { cacheStatus } from './status.ts'
import { subnetGroup } from './subnet-group.ts'

/** Composes a PlatformCache. Throws a `MalformedCompositeError` that names each bad field. */
export const composeCache = (composite: unknown, observed: Observed): Composition<PlatformCacheStatus> => {
  const cache = cachePlan(composite, observed)
  const { layer, spec, identifier } = cache
  const { engine: what, vpcId, clusterSecurityGroupId } = spec
  const written = [logGroupOf(identifier, 'slow-log'), logGroupOf(identifier, 'engine-log')] as const
  const uses = [throughServices('elasticache'), forLogGroups(...written)]
  return compositionOf(layer, observed, {
    desired: [
      ...keyOfData(cache, 'Cache, snapshots and logs', uses),
      ...accessOf(layer, { what, port, vpcId, clusterSecurityGroupId, kept: keepsData(spec.dataPolicy) }),
      subnetGroup(cache),
      ...parameterGroups(cache),
      ...logGroups(cache),
      ...replicationGroup(cache),
    ],
    withheld: [...withheldForAccount(cache), ...withheldReplicationGroup(cache)],
    status: cacheStatus(cache),
  })
}
