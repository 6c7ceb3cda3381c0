import { platformClusterSpec } from '@taskplatform/crds/layers/cluster'
import type { Layer } from '../layers.ts'
import { networkOutputs } from '../network-outputs.ts'
import type { LivePlatform } from '../platform.ts'
import { accountOf } from './account-of.ts'
import { composedKind } from './composed-kind.ts'
import { compositeOf } from './composite-of.ts'
import { layerKind } from './layer-kind.ts'

const self = {
  name: 'Cluster',
  resource: layerKind('PlatformCluster', 'platformclusters'),
  schema: platformClusterSpec,
} as const

/** The EKS cluster with its nodes and add-ons: the longest way of all, so it starts as soon as the subnets have ids. */
export const cluster: Layer = {
  ...self,
  needs: ['Network'],
  uses: [],
  late: ['accountId'],
  required: () => true,
  build: (platform, observed) => {
    const outputs = networkOutputs(platform, observed)
    if ('waitingFor' in outputs) return outputs
    const { version, holdNodesAt, holdAddonsAt, serviceCidr, workloadIdentity, admins, nodeGroups } =
      platform.spec.cluster
    const { customKey, logTypes, logRetentionDays } = platform.spec.cluster
    return compositeOf(platform, self, {
      accountId: accountOf(observed),
      vpcId: outputs.vpcId,
      subnetIds: outputs.zones.map(({ privateSubnetId }) => privateSubnetId),
      version,
      holdNodesAt,
      holdAddonsAt,
      serviceCidr,
      workloadIdentity,
      apiAccess: apiAccessOf(platform),
      admins,
      providerPrincipalArn: platform.installation.providerPrincipalArn,
      nodeGroups,
      customKey,
      logTypes,
      logRetentionDays,
      deletionProtection: platform.spec.deletionProtection,
    })
  },
  // nodes go first, and the cluster while it still has its own: EKS deletes no cluster with node groups
  retire: {
    spec: { deletionProtection: false, retiring: true },
    arn: 'clusterArn',
    leaving: [composedKind('eks', 'NodeGroup'), composedKind('eks', 'Addon')],
  },
}

// The operator has to get in, whoever else may: the public door admits the management cluster too.
function apiAccessOf({ spec, installation }: LivePlatform): Readonly<{ public: boolean; allowedCidrs: string[] }> {
  const { public: isPublic, allowedCidrs } = spec.cluster.apiAccess
  const admitted = isPublic ? [...allowedCidrs, ...installation.managementEgressCidrs] : []
  return { public: isPublic, allowedCidrs: [...new Set(admitted)] }
}
