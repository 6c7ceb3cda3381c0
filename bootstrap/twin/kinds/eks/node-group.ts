import { arnOf } from '../../service/arn.ts'
import type { Attributes } from '../../service/aws-resource.ts'
import { uuidFrom } from '../../service/ids.ts'
import type { Kind } from '../../service/kind.ts'
import { stateOf, type World } from '../../service/world.ts'
import { interfaceIn } from '../ec2/network-interface.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { clusterSecurityGroupId } from './cluster-companions.ts'
import { clusterOr, service } from './found.ts'
import { instancesOf } from './instances.ts'
import { newNodeGroupRefusal, scalingFits, versionFits } from './new-node-group.ts'

/** A group of machines that EKS keeps for a cluster. Its id is `cluster:name`. */
export const nodeGroup: Kind = {
  resource: managed(service, 'NodeGroup', 'nodegroups'),
  title: 'EKS Node Group',
  service: 'EKS',
  calls: { create: 'CreateNodegroup', modify: 'UpdateNodegroupConfig', delete: 'DeleteNodegroup' },
  context: { create: ({ id }) => `creating EKS Node Group (${id})` },
  arguments: [
    'amiType',
    'capacityType',
    'clusterName',
    'diskSize',
    'forceUpdateVersion',
    'instanceTypes',
    'labels',
    'launchTemplate',
    'nodeRepairConfig',
    'nodeRoleArn',
    'region',
    'releaseVersion',
    'remoteAccess',
    'scalingConfig',
    'subnetIds',
    'tags',
    'taint',
    'updateConfig',
    'version',
  ],
  replacing: replacingOf(service, 'NodeGroup'),
  maps: ['labels'],
  notLateInitialized: ['releaseVersion', 'version'],
  references: [
    { argument: 'clusterName', to: 'Cluster', value: 'nameIfActive' },
    { argument: 'nodeRoleArn', to: 'Role', value: 'arn' },
    { argument: 'remoteAccess.sourceSecurityGroupIds', to: 'SecurityGroup', value: 'id', list: true },
    { argument: 'subnetIds', to: 'Subnet', value: 'id', list: true },
    { argument: 'version', to: 'Cluster', value: 'version' },
  ],
  naming: {
    by: 'arguments',
    id: ({ clusterName }, name) =>
      typeof clusterName === 'string' && name !== '' ? `${clusterName}:${name}` : undefined,
    nameOf: (id) => id.slice(id.indexOf(':') + 1),
  },
  timesRow: (_args, changed) => (changed && 'version' in changed ? 'NodeGroup/version' : 'NodeGroup'),
  create: (world, { id, args }) =>
    newNodeGroupRefusal(world, id, args) ?? { ...defaults(world, args), ...identity(world, id, args) },
  modify: (world, { attributes }, changed) =>
    scalingFits(attributes['scalingConfig']) ??
    ('version' in changed ? versionFits(world, attributes['clusterName'], changed['version']) : undefined),
  derive: (world, resource) => ({ status: statuses[stateOf(resource, world.now)] }),
  companions: (world, resource) =>
    instancesOf(world, resource).map(({ id, subnetId }) =>
      interfaceIn(world, {
        of: id,
        subnetId,
        securityGroups: [clusterSecurityGroupId(world, String(resource.attributes['clusterName']))],
        description: `aws-K8S-${id}`,
      }),
    ),
}

const statuses = { creating: 'CREATING', available: 'ACTIVE', updating: 'UPDATING', deleting: 'DELETING' } as const

const defaults = (world: World, args: Attributes): Attributes => {
  const scaling = (args['scalingConfig'] ?? {}) as Readonly<Record<string, number>>
  const { minSize = 1, maxSize = 2 } = scaling
  const found = clusterOr(world, args['clusterName'])
  const version = String(args['version'] ?? ('refused' in found ? '' : found.attributes['version']))
  return {
    amiType: args['amiType'] ?? 'AL2023_x86_64_STANDARD',
    capacityType: args['capacityType'] ?? 'ON_DEMAND',
    ...(args['launchTemplate'] === undefined && { diskSize: args['diskSize'] ?? 20 }),
    instanceTypes: args['instanceTypes'] ?? ['t3.medium'],
    releaseVersion: args['releaseVersion'] ?? `${version}.1-20261101`,
    scalingConfig: { minSize, maxSize, desiredSize: scaling['desiredSize'] ?? minSize },
    updateConfig: args['updateConfig'] ?? { maxUnavailable: 1 },
    version,
  }
}

const identity = (world: World, id: string, { clusterName }: Attributes): Attributes => {
  const name = id.slice(id.indexOf(':') + 1)
  const uuid = uuidFrom(`${world.accountId}/${world.region}/${id}`)
  return {
    arn: arnOf(world, 'eks', `nodegroup/${clusterName}/${name}/${uuid}`),
    resources: [{ autoscalingGroups: [{ name: `eks-${name}-${uuid}` }] }],
  }
}
