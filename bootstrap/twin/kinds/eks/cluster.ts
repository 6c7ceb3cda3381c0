import { createHash } from 'node:crypto'
import { arnOf } from '../../service/arn.ts'
import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, refuse } from '../../service/refusal.ts'
import { stateOf, type World } from '../../service/world.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { changedClusterRefusal } from './changed-cluster.ts'
import { clusterCompanions, clusterSecurityGroupId } from './cluster-companions.ts'
import { inCluster, service } from './found.ts'
import { newClusterRefusal } from './new-cluster.ts'
import { defaultKubernetesVersion } from './versions.ts'

/** A Kubernetes control plane. With the clusters backend a real one runs behind it. */
export const cluster: Kind = {
  resource: managed(service, 'Cluster', 'clusters'),
  title: 'EKS Cluster',
  service: 'EKS',
  calls: { create: 'CreateCluster', modify: 'UpdateClusterConfig', delete: 'DeleteCluster' },
  context: { create: ({ id }) => `creating EKS Cluster (${id})` },
  arguments: [
    'accessConfig',
    'bootstrapSelfManagedAddons',
    'computeConfig',
    'controlPlaneScalingConfig',
    'deletionProtection',
    'enabledClusterLogTypes',
    'encryptionConfig',
    'forceUpdateVersion',
    'kubernetesNetworkConfig',
    'outpostConfig',
    'region',
    'remoteNetworkConfig',
    'roleArn',
    'storageConfig',
    'tags',
    'upgradePolicy',
    'version',
    'vpcConfig',
    'zonalShiftConfig',
  ],
  replacing: replacingOf(service, 'Cluster'),
  references: [
    { argument: 'roleArn', to: 'Role', value: 'arn' },
    { argument: 'vpcConfig.securityGroupIds', to: 'SecurityGroup', value: 'id', list: true },
    { argument: 'vpcConfig.subnetIds', to: 'Subnet', value: 'id', list: true },
  ],
  naming: { by: 'user' },
  timesRow: (_args, changed) => (changed && 'version' in changed ? 'Cluster/version' : 'Cluster'),
  create: (world, { id, args }) =>
    newClusterRefusal(world, id, args) ?? { ...defaults(args), ...identity(world, id), ...network(world, id, args) },
  modify: changedClusterRefusal,
  remove: (world, { id, attributes }) =>
    firstRefusal(
      () =>
        attributes['deletionProtection'] === true
          ? refuse(
              'InvalidRequestException',
              `Cannot delete cluster ${id} because deletion protection is enabled. Disable deletion protection and try again.`,
            )
          : undefined,
      () => hasNoNodeGroups(world, id),
    ),
  derive: (world, resource) => ({ status: statusOf(world, resource) }),
  companions: clusterCompanions,
}

const hasNoNodeGroups = (world: World, id: string) => {
  const groups = inCluster(world, 'NodeGroup', id)
  if (groups.length === 0) return undefined
  const blockers = groups.map((group) => group.id)
  return refuse('ResourceInUseException', 'Cluster has nodegroups attached', { status: 409, blockers })
}

const statuses = { creating: 'CREATING', available: 'ACTIVE', updating: 'UPDATING', deleting: 'DELETING' } as const

const statusOf = (world: World, resource: AwsResource): string => statuses[stateOf(resource, world.now)]

const defaults = (args: Attributes): Attributes => ({
  accessConfig: {
    authenticationMode: 'CONFIG_MAP',
    bootstrapClusterCreatorAdminPermissions: true,
    ...(args['accessConfig'] as Attributes | undefined),
  },
  bootstrapSelfManagedAddons: args['bootstrapSelfManagedAddons'] ?? true,
  deletionProtection: args['deletionProtection'] ?? false,
  platformVersion: 'eks.1',
  upgradePolicy: args['upgradePolicy'] ?? { supportType: 'EXTENDED' },
  version: args['version'] ?? defaultKubernetesVersion,
})

const identity = (world: World, id: string): Attributes => {
  const arn = arnOf(world, 'eks', `cluster/${id}`)
  const hex = createHash('sha256').update(`${arn}/${world.now}`).digest('hex').slice(0, 32).toUpperCase()
  return {
    arn,
    createdAt: new Date(world.now).toISOString(),
    identity: [{ oidc: [{ issuer: `https://oidc.eks.${world.region}.amazonaws.com/id/${hex}` }] }],
    // without a backend these lead nowhere
    endpoint: `https://${hex}.gr7.${world.region}.eks.amazonaws.com`,
    certificateAuthority: [{ data: Buffer.from(`no certificate: ${arn}`).toString('base64') }],
  }
}

const network = (world: World, id: string, args: Attributes): Attributes => {
  const given = args['vpcConfig'] as Readonly<{ subnetIds: readonly string[] }>
  const vpcId = world.get('Subnet', given.subnetIds[0])?.attributes['vpcId']
  return {
    kubernetesNetworkConfig: {
      ipFamily: 'ipv4',
      serviceIpv4Cidr: '172.20.0.0/16',
      elasticLoadBalancing: { enabled: false },
      ...(args['kubernetesNetworkConfig'] as Attributes | undefined),
    },
    vpcConfig: {
      endpointPrivateAccess: false,
      endpointPublicAccess: true,
      publicAccessCidrs: ['0.0.0.0/0'],
      ...given,
      clusterSecurityGroupId: clusterSecurityGroupId(world, id),
      vpcId,
    },
  }
}
