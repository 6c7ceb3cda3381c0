import { platformCacheSpec } from '@taskplatform/crds/layers/cache'
import { reportOf } from '../layer-reports.ts'
import type { Layer } from '../layers.ts'
import { networkOutputs } from '../network-outputs.ts'
import { accountOf } from './account-of.ts'
import { composedKind } from './composed-kind.ts'
import { compositeOf } from './composite-of.ts'
import { layerKind } from './layer-kind.ts'

const self = {
  name: 'Cache',
  resource: layerKind('PlatformCache', 'platformcaches'),
  schema: platformCacheSpec,
} as const

/**
 * Redis or Valkey on ElastiCache. Like the database it hides behind the cluster. It gets no topic for its events: ElastiCache
 * publishes to none that is encrypted, and ours are.
 */
export const cache: Layer = {
  ...self,
  needs: ['Network'],
  uses: ['Cluster'],
  late: ['accountId', 'clusterSecurityGroupId'],
  required: () => true,
  build: (platform, observed) => {
    const outputs = networkOutputs(platform, observed)
    if ('waitingFor' in outputs) return outputs
    return compositeOf(platform, self, {
      ...platform.spec.cache,
      accountId: accountOf(observed),
      vpcId: outputs.vpcId,
      subnetIds: outputs.zones.map(({ dataSubnetId }) => dataSubnetId),
      clusterSecurityGroupId: reportOf(observed, 'Cluster').securityGroupId,
      dataPolicy: platform.spec.dataPolicy,
    })
  },
  // as for the database: nothing may name the group of the cluster when that is deleted
  retire: {
    spec: { clusterSecurityGroupId: undefined },
    arn: 'arn',
    leaving: [composedKind('ec2', 'SecurityGroupIngressRule')],
  },
}
