import { arnOf } from '../../service/arn.ts'
import type { Kind } from '../../service/kind.ts'
import { refuse } from '../../service/refusal.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { familyExists } from './engine-versions.ts'
import { groupsWith } from './found.ts'

/** Settings of the engine for replication groups of one family. Unlike most, it is named by an argument. */
export const cacheParameterGroup: Kind = {
  resource: managed('elasticache', 'ParameterGroup', 'parametergroups'),
  name: 'CacheParameterGroup',
  title: 'ElastiCache Parameter Group',
  service: 'ElastiCache',
  calls: {
    create: 'CreateCacheParameterGroup',
    modify: 'ModifyCacheParameterGroup',
    delete: 'DeleteCacheParameterGroup',
  },
  context: { create: ({ args }) => `creating ElastiCache Parameter Group (${args['name']})` },
  arguments: ['description', 'family', 'name', 'parameter', 'region', 'tags'],
  replacing: replacingOf('elasticache', 'ParameterGroup'),
  references: [],
  naming: { by: 'arguments', id: ({ name }) => (name === undefined ? undefined : String(name).toLowerCase()) },
  create: (world, { id, args }) => {
    if (world.get('CacheParameterGroup', id))
      return refuse('CacheParameterGroupAlreadyExists', `A parameter group named ${id} already exists`)
    if (!familyExists(args['family']))
      return refuse(
        'InvalidParameterValue',
        `CacheParameterGroupFamily ${args['family']} is not a valid parameter group family.`,
      )
    return {
      arn: arnOf(world, 'elasticache', `parametergroup:${id}`),
      description: args['description'] ?? 'Managed by Terraform',
      name: id,
    }
  },
  remove: (world, { id }) => {
    const users = groupsWith(world, 'parameterGroupName', id)
    if (users.length === 0) return undefined
    return refuse(
      'InvalidCacheParameterGroupState',
      `One or more cache clusters are still members of this parameter group ${id}, so the group cannot be deleted`,
      { blockers: users.map((user) => user.id) },
    )
  },
}
