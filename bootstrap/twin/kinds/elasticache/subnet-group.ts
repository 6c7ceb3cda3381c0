import { arnOf } from '../../service/arn.ts'
import type { Kind } from '../../service/kind.ts'
import { refuse } from '../../service/refusal.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { newSubnetGroup, type SubnetGroupWords, subnetsFit, vpcOfSubnets } from '../subnet-group.ts'
import { groupsWith } from './found.ts'

/** The subnets in which ElastiCache may put nodes. */
export const cacheSubnetGroup: Kind = {
  resource: managed('elasticache', 'SubnetGroup', 'subnetgroups'),
  name: 'CacheSubnetGroup',
  title: 'ElastiCache Subnet Group',
  service: 'ElastiCache',
  calls: { create: 'CreateCacheSubnetGroup', modify: 'ModifyCacheSubnetGroup', delete: 'DeleteCacheSubnetGroup' },
  context: { create: ({ id }) => `creating ElastiCache Subnet Group (${id})` },
  arguments: ['description', 'region', 'subnetIds', 'tags'],
  replacing: replacingOf('elasticache', 'SubnetGroup'),
  references: [{ argument: 'subnetIds', to: 'Subnet', value: 'name', list: true }],
  naming: { by: 'user' },
  create: (world, { id, args }) =>
    newSubnetGroup(world, id, args, words) ?? {
      arn: arnOf(world, 'elasticache', `subnetgroup:${id}`),
      description: args['description'] ?? 'Managed by Terraform',
      vpcId: vpcOfSubnets(world, args),
    },
  modify: (world, { attributes }) => subnetsFit(world, attributes, words),
  remove: (world, { id }) => {
    const users = groupsWith(world, 'subnetGroupName', id)
    if (users.length === 0) return undefined
    return refuse('CacheSubnetGroupInUse', `Cache subnet group ${id} is currently in use by a cache cluster.`, {
      blockers: users.map((user) => user.id),
    })
  },
}

const words: SubnetGroupWords = {
  kind: 'CacheSubnetGroup',
  taken: (name) => refuse('CacheSubnetGroupAlreadyExists', `Cache subnet group ${name} already exists.`),
  unknownSubnets: (ids) => refuse('InvalidSubnet', `Some input subnets in :[${ids}] are invalid.`, { wants: 'Subnet' }),
}
