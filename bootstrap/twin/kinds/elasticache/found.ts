import type { AwsResource } from '../../service/aws-resource.ts'
import { type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'

/** A subnet group, or ElastiCache's words for one that is not there. */
export const cacheSubnetGroupOr = (world: World, name: unknown): AwsResource | Refusal =>
  world.get('CacheSubnetGroup', name) ??
  refuse('CacheSubnetGroupNotFoundFault', `Cache Subnet Group ${name} does not exist.`, { wants: 'CacheSubnetGroup' })

/** A parameter group, or ElastiCache's words for one that is not there. */
export const cacheParameterGroupOr = (world: World, name: unknown): AwsResource | Refusal =>
  world.get('CacheParameterGroup', name) ??
  refuse('CacheParameterGroupNotFound', `CacheParameterGroup not found: ${name}`, {
    status: 404,
    wants: 'CacheParameterGroup',
  })

/** The replication groups that have something of that name: a subnet group, a parameter group. */
export const groupsWith = (world: World, argument: string, name: string): AwsResource[] =>
  world.all('ReplicationGroup').filter(({ attributes }) => attributes[argument] === name)
