import { platformObservabilitySpec } from '@taskplatform/crds/layers/observability'
import { autoScalingGroupNames } from '../cluster-outputs.ts'
import { reportOf } from '../layer-reports.ts'
import type { Layer } from '../layers.ts'
import { natGatewayIds } from '../network-outputs.ts'
import type { Observed } from '../observed.ts'
import type { LivePlatform } from '../platform.ts'
import { accountOf } from './account-of.ts'
import { compositeOf } from './composite-of.ts'
import { layerKind } from './layer-kind.ts'

const self = {
  name: 'Observability',
  resource: layerKind('PlatformObservability', 'platformobservabilities'),
  schema: platformObservabilitySpec,
} as const

/** Topics and log groups at once, alarms and dashboard as there is something to watch. */
export const observability: Layer = {
  ...self,
  needs: [],
  uses: ['Network', 'Database', 'Cache', 'Cluster', 'Edge'],
  late: ['accountId', 'natGatewayIds', 'database', 'cache', 'loadBalancer', 'cluster'],
  required: () => true,
  build: (platform, observed) => {
    const { email, logRetentionDays, customKey } = platform.spec.observability
    const addresses = email ? [email] : []
    return compositeOf(platform, self, {
      accountId: accountOf(observed),
      customKey,
      logRetentionDays,
      emails: { page: addresses, ticket: addresses },
      natGatewayIds: natGatewayIds(platform, observed),
      database: databaseIn(platform, observed),
      cache: cacheIn(observed),
      loadBalancer: loadBalancerIn(observed),
      cluster: clusterIn(observed),
    })
  },
}

function databaseIn({ spec }: LivePlatform, observed: Observed) {
  const { instanceIdentifier: identifier, allocatedStorageGiB } = reportOf(observed, 'Database')
  if (!identifier || !allocatedStorageGiB) return undefined
  return { identifier, allocatedStorageGiB, instanceClass: spec.database.instanceClass }
}

// The nodes are known when all that were asked for are there; an alarm on a node must not come and go with a failover.
function cacheIn(observed: Observed) {
  const { replicationGroupId, memberClusters = [] } = reportOf(observed, 'Cache')
  return replicationGroupId && memberClusters.length > 0 ? { replicationGroupId, memberClusters } : undefined
}

function loadBalancerIn(observed: Observed) {
  const { arnSuffix, targetGroups = [] } = reportOf(observed, 'Edge')
  const known = targetGroups.flatMap(({ name, arnSuffix }) => (arnSuffix ? [{ name, arnSuffix }] : []))
  if (!arnSuffix || known.length === 0 || known.length < targetGroups.length) return undefined
  return { arnSuffix, targetGroupArnSuffixes: known }
}

function clusterIn(observed: Observed) {
  const { clusterName: name } = reportOf(observed, 'Cluster')
  const names = autoScalingGroupNames(observed)
  return name && names ? { name, autoScalingGroupNames: names.slice(0, mostGroups) } : undefined
}

// as many as the schema of the layer takes
const mostGroups = 10
