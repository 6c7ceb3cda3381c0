import { platformEdgeSpec } from '@taskplatform/crds/layers/edge'
import { clusterOutputs } from '../cluster-outputs.ts'
import type { Layer } from '../layers.ts'
import { missingAmong } from '../missing.ts'
import { networkOutputs } from '../network-outputs.ts'
import { accountOf } from './account-of.ts'
import { compositeOf } from './composite-of.ts'
import { layerKind } from './layer-kind.ts'

const self = {
  name: 'Edge',
  resource: layerKind('PlatformEdge', 'platformedges'),
  schema: platformEdgeSpec,
} as const

/** Load balancer, certificate and records. Its rules name the security group of the cluster, so it goes before that. */
export const edge: Layer = {
  ...self,
  needs: ['Network', 'Cluster'],
  uses: [],
  late: ['accountId'],
  required: () => true,
  build: (platform, observed) => {
    const outputs = networkOutputs(platform, observed)
    const cluster = clusterOutputs(observed)
    if ('waitingFor' in outputs || 'waitingFor' in cluster) return missingAmong(outputs, cluster)
    return compositeOf(platform, self, {
      ...platform.spec.edge,
      accountId: accountOf(observed),
      vpcId: outputs.vpcId,
      publicSubnetIds: outputs.zones.map(({ publicSubnetId }) => publicSubnetId),
      clusterSecurityGroupId: cluster.securityGroupId,
      deletionProtection: platform.spec.deletionProtection,
    })
  },
  retire: { spec: { deletionProtection: false }, arn: 'loadBalancerArn' },
}
