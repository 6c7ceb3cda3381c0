import { parameterGroupOr } from '../../kinds/rds/found.ts'
import { masterHandle } from '../../kinds/rds/master-secret.ts'
import { type AwsResource, resourceKey } from '../../service/aws-resource.ts'
import { isRefusal } from '../../service/refusal.ts'
import { stateOf, type World } from '../../service/world.ts'
import type { Backend, Wanted } from '../backend.ts'
import { createDataService, type DataSpec } from '../data-service.ts'
import type { BackendContext } from '../registry.ts'
import { postgres } from './postgres.ts'

/** What a database server depends on. Passwords are handles of the vault. */
export type DatabaseSpec = DataSpec &
  Readonly<{ database: string | undefined; username: string; password: string; forceTls: boolean }>

/** A real PostgreSQL behind each RDS instance. */
export const databases = (context: BackendContext): Backend =>
  createDataService({ kind: 'Instance', wanted: wantedDatabases, ...postgres(context) }, context)

/** The servers that should run: one for each instance that AWS has made and is not deleting. Pure. */
export const wantedDatabases = (world: World): Wanted<DatabaseSpec>[] =>
  world
    .all('Instance')
    .filter((resource) => resource.region === world.region && isUsable(world, resource))
    .map((resource) => ({ key: resourceKey(resource), spec: specOf(world, resource) }))

const isUsable = (world: World, resource: AwsResource): boolean =>
  ['available', 'updating'].includes(stateOf(resource, world.now))

const specOf = (world: World, resource: AwsResource): DatabaseSpec => {
  const { attributes, region } = resource
  const { dbName, username, restoredFrom, skipFinalSnapshot, finalSnapshotIdentifier } = attributes
  return {
    name: String(attributes['identifier']),
    database: dbName === undefined ? undefined : String(dbName),
    username: String(username),
    password: masterHandle(resource),
    forceTls: forcesTls(world, resource),
    restoredFrom: restoredFrom === undefined ? undefined : String(restoredFrom),
    finalSnapshot: skipFinalSnapshot === true ? undefined : `DBSnapshot|${region}|${finalSnapshotIdentifier}`,
  }
}

/** `rds.force_ssl` is 1 from PostgreSQL 15 on, unless the parameter group says otherwise. */
const forcesTls = (world: World, { attributes }: AwsResource): boolean => {
  const group = parameterGroupOr(world, attributes['parameterGroupName'])
  const parameters = isRefusal(group) ? [] : [group.attributes['parameter'] ?? []].flat()
  const set = (parameters as Readonly<Record<string, unknown>>[]).find(({ name }) => name === 'rds.force_ssl')
  return String(set?.['value'] ?? '1') === '1'
}
