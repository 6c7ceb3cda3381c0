import { arnOf } from '../../service/arn.ts'
import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import type { Kind } from '../../service/kind.ts'
import { isRefusal } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { interfaceIn } from '../ec2/network-interface.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { tokensAfter } from './auth-token.ts'
import { finalCacheSnapshot, judgeCacheDeletion, restoredCache } from './cache-snapshot.ts'
import { cacheDescription, cacheSettings, membersOf } from './replication-group-description.ts'
import { judgeCache, judgeNewCache } from './replication-group-judgement.ts'

/** A primary cache node with its replicas. */
export const replicationGroup: Kind = {
  resource: managed('elasticache', 'ReplicationGroup', 'replicationgroups'),
  title: 'ElastiCache Replication Group',
  service: 'ElastiCache',
  calls: { create: 'CreateReplicationGroup', modify: 'ModifyReplicationGroup', delete: 'DeleteReplicationGroup' },
  context: {
    create: ({ id }) => `creating ElastiCache Replication Group (${id})`,
    update: ({ id }) => `modifying ElastiCache Replication Group (${id})`,
  },
  arguments: [
    'applyImmediately',
    'atRestEncryptionEnabled',
    'authTokenUpdateStrategy',
    'autoGenerateAuthToken',
    'autoMinorVersionUpgrade',
    'automaticFailoverEnabled',
    'clusterMode',
    'dataTieringEnabled',
    'description',
    'engine',
    'engineVersion',
    'finalSnapshotIdentifier',
    'globalReplicationGroupId',
    'ipDiscovery',
    'kmsKeyId',
    'logDeliveryConfiguration',
    'maintenanceWindow',
    'multiAzEnabled',
    'networkType',
    'nodeGroupConfiguration',
    'nodeType',
    'notificationTopicArn',
    'numCacheClusters',
    'numNodeGroups',
    'parameterGroupName',
    'port',
    'preferredCacheClusterAzs',
    'region',
    'replicasPerNodeGroup',
    'securityGroupIds',
    'securityGroupNames',
    'snapshotArns',
    'snapshotName',
    'snapshotRetentionLimit',
    'snapshotWindow',
    'subnetGroupName',
    'tags',
    'transitEncryptionEnabled',
    'transitEncryptionMode',
    'userGroupIds',
  ],
  replacing: replacingOf('elasticache', 'ReplicationGroup'),
  notLateInitialized: ['clusterMode', 'numNodeGroups', 'numCacheClusters', 'description'],
  secretInputs: [{ argument: 'authToken', ref: 'authTokenSecretRef', generate: 'autoGenerateAuthToken' }],
  hidden: ['authToken', 'authTokens', 'autoGenerateAuthToken', 'restoredFrom'],
  references: [
    { argument: 'kmsKeyId', to: 'Key', value: 'name' },
    { argument: 'securityGroupIds', to: 'SecurityGroup', value: 'name', list: true },
    { argument: 'subnetGroupName', to: 'CacheSubnetGroup', value: 'name' },
  ],
  naming: { by: 'user' },
  timesRow: ({ numCacheClusters }) =>
    Number(numCacheClusters ?? 1) > 1 ? 'ReplicationGroup/replicas' : 'ReplicationGroup',
  create: (world, { id, args }) => {
    const source = restoredCache(world, args)
    if (isRefusal(source)) return source
    const settings = cacheSettings({ ...source, ...args })
    return (
      judgeNewCache(world, id, settings) ?? {
        ...settings,
        arn: arnOf(world, 'elasticache', `replicationgroup:${id}`),
        authTokens: tokensAfter({}, settings),
      }
    )
  },
  modify: (world, { id, attributes }) => judgeCache(world, id, attributes),
  follows: (_world, { attributes }, changed) => ({ authTokens: tokensAfter(attributes, changed) }),
  remove: (world, resource) => judgeCacheDeletion(world, resource),
  leaves: (world, resource) => finalCacheSnapshot(world, resource),
  companions: (world, resource) => interfacesOf(world, resource),
  derive: (world, resource) => cacheDescription(world, resource),
  connection: (world, resource, secrets) => {
    const told: Attributes = {
      ...resource.attributes,
      ...cacheDescription(world, resource),
      ...factsOf(world, resource),
    }
    return {
      port: String(told['port']),
      primary_endpoint_address: String(told['primaryEndpointAddress']),
      reader_endpoint_address: String(told['readerEndpointAddress']),
      ...(secrets['authToken'] !== undefined && { 'attribute.auth_token': secrets['authToken'] }),
    }
  },
}

const factsOf = (world: World, resource: AwsResource): Attributes => {
  const backing = world.backing(resource)
  return backing.state === 'running' ? backing.facts : {}
}

/** One for each node, one subnet after the other. */
const interfacesOf = (world: World, resource: AwsResource) => {
  const { subnetGroupName, securityGroupIds } = resource.attributes
  const subnets = [world.get('CacheSubnetGroup', subnetGroupName)?.attributes['subnetIds'] ?? []].flat()
  if (subnets.length === 0) return []
  return membersOf(resource).map((member, index) =>
    interfaceIn(world, {
      of: `${resource.id}/${member}`,
      subnetId: subnets[index % subnets.length],
      securityGroups: [securityGroupIds ?? []].flat(),
      description: `ElastiCache ${member}`,
    }),
  )
}
