import { type AwsResource, resourceKey } from '../../service/aws-resource.ts'
import { stateOf, type World } from '../../service/world.ts'
import type { Backend, Wanted } from '../backend.ts'
import { createDataService, type DataSpec } from '../data-service.ts'
import type { BackendContext } from '../registry.ts'
import { redis } from './redis.ts'

/** What a cache server depends on. Tokens are handles of the vault; without any, everybody is let in. */
export type CacheSpec = DataSpec & Readonly<{ tokens: readonly string[]; tls: boolean }>

/** A real Redis behind each replication group: one server, whatever the number of nodes. */
export const caches = (context: BackendContext): Backend =>
  createDataService({ kind: 'ReplicationGroup', wanted: wantedCaches, ...redis(context) }, context)

/** The servers that should run: one for each replication group that AWS has made and is not deleting. Pure. */
export const wantedCaches = (world: World): Wanted<CacheSpec>[] =>
  world
    .all('ReplicationGroup')
    .filter((resource) => resource.region === world.region && isUsable(world, resource))
    .map((resource) => ({ key: resourceKey(resource), spec: specOf(resource) }))

const isUsable = (world: World, resource: AwsResource): boolean =>
  ['available', 'updating'].includes(stateOf(resource, world.now))

const specOf = ({ id, region, attributes }: AwsResource): CacheSpec => {
  const { authTokens, transitEncryptionEnabled, restoredFrom, finalSnapshotIdentifier } = attributes
  return {
    name: id,
    tokens: (authTokens ?? []) as readonly string[],
    tls: transitEncryptionEnabled === true,
    restoredFrom: restoredFrom === undefined ? undefined : String(restoredFrom),
    finalSnapshot:
      finalSnapshotIdentifier === undefined ? undefined : `CacheSnapshot|${region}|${finalSnapshotIdentifier}`,
  }
}
