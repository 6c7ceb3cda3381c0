import { type Desired, managed, refTo } from '../../managed.ts'
import { observation } from '../../observed.ts'
import { type Awaited, mayBeMade } from '../gate.ts'
import { keyArnOf } from './key.ts'
import { wantsLogs } from './log-group.ts'
import { type ClusterPlan, keys } from './plan.ts'

/** The EKS cluster, in private subnets, once its role may work and its log group and key are there. */
export const controlPlane = (cluster: ClusterPlan): Desired[] =>
  isHeldBack(cluster) ? [] : [managed(...clusterOf(cluster))]

/** Why the cluster is not asked for yet, or not in the version of the spec. */
export const withheldControlPlane = (cluster: ClusterPlan): string[] => [
  ...(isHeldBack(cluster) ? ['the log group, the key and the role of the cluster, to make the cluster'] : []),
  ...(cluster.versions.refused ? [cluster.versions.refused] : []),
]

const isHeldBack = (cluster: ClusterPlan): boolean => !mayBeMade(cluster.observed, keys.cluster, foundation(cluster))

const foundation = (cluster: ClusterPlan): Awaited[] => [
  { kind: 'iam/Role', key: keys.clusterRole },
  { kind: 'iam/RolePolicyAttachment', key: keys.clusterRolePolicy },
  ...(cluster.spec.customKey ? [{ kind: 'kms/Key', key: keys.key } as const] : []),
  ...(wantsLogs(cluster) ? [{ kind: 'cloudwatchlogs/Group', key: keys.logGroup } as const] : []),
]

const clusterOf = (cluster: ClusterPlan): Parameters<typeof managed<'eks/Cluster'>> => {
  const { layer, spec, name, versions } = cluster
  const keyArn = keyArnOf(cluster)
  return [
    layer,
    'eks/Cluster',
    keys.cluster,
    {
      version: versions.asked,
      roleArnRef: refTo(layer, keys.clusterRole),
      vpcConfig: { subnetIds: subnetsOf(cluster), ...endpoints(cluster) },
      kubernetesNetworkConfig: { ipFamily: 'ipv4', serviceIpv4Cidr: spec.serviceCidr },
      accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
      // ours are EKS add-ons, in the versions of the release
      bootstrapSelfManagedAddons: false,
      upgradePolicy: { supportType: 'STANDARD' },
      deletionProtection: spec.deletionProtection,
      enabledClusterLogTypes: spec.logTypes,
      ...(spec.customKey && keyArn ? { encryptionConfig: { resources: ['secrets'], provider: { keyArn } } } : {}),
    },
    { externalName: name },
  ]
}

/** EKS takes no subnet of a new zone afterwards, so the control plane stays in those that it began with. */
const subnetsOf = ({ spec, observed }: ClusterPlan): readonly string[] => {
  const asked = observed[keys.cluster]?.spec.forProvider['vpcConfig'] as { subnetIds?: readonly string[] } | undefined
  const had = observation(observed, 'eks/Cluster', keys.cluster).vpcConfig?.subnetIds ?? asked?.subnetIds ?? []
  // in the order of the spec: AWS reports a set
  const kept = spec.subnetIds.filter((id) => had.includes(id))
  return kept.length > 0 ? kept : spec.subnetIds
}

/** An empty list would mean the whole world to EKS; to us it means nobody. */
const endpoints = ({ spec: { apiAccess } }: ClusterPlan) => {
  const open = apiAccess.public && apiAccess.allowedCidrs.length > 0
  return {
    endpointPrivateAccess: true,
    endpointPublicAccess: open,
    ...(open ? { publicAccessCidrs: apiAccess.allowedCidrs } : {}),
  }
}
