import type { Kind } from '../../service/kind.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import { stateOf, type World } from '../../service/world.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { snapshotTaken } from './final-snapshot.ts'
import { instanceNamed } from './found.ts'

/** A copy of an instance at one moment, taken by hand. Instances can be made of it, also when the one that it was taken of is gone. */
export const dbSnapshot: Kind = {
  resource: managed('rds', 'Snapshot', 'snapshots'),
  name: 'DBSnapshot',
  title: 'RDS DB Snapshot',
  service: 'RDS',
  calls: { create: 'CreateDBSnapshot', modify: 'ModifyDBSnapshotAttribute', delete: 'DeleteDBSnapshot' },
  context: { create: ({ id }) => `creating RDS DB Snapshot (${id})` },
  arguments: ['dbInstanceIdentifier', 'region', 'sharedAccounts', 'tags'],
  replacing: replacingOf('rds', 'Snapshot'),
  references: [{ argument: 'dbInstanceIdentifier', to: 'Instance', value: 'identifier' }],
  hidden: ['arn', 'dbName', 'dbiResourceId', 'storageEncrypted', 'username'],
  naming: { by: 'user' },
  create: (world, { id, args }) => {
    const instance = instanceNamed(world, args['dbInstanceIdentifier'])
    const refusal = firstRefusal(
      () => isNew(world, id),
      () => (instance ? isAvailable(world, instance) : unknownInstance(args['dbInstanceIdentifier'])),
    )
    return refusal ?? (instance ? snapshotTaken(world, instance, id) : {})
  },
  derive: (world, resource) => {
    const state = stateOf(resource, world.now)
    const { arn, storageEncrypted } = resource.attributes
    return { status: state, dbSnapshotArn: arn, encrypted: storageEncrypted }
  },
}

const isNew = (world: World, name: string): Refusal | undefined =>
  world.get('DBSnapshot', name)
    ? refuse(
        'DBSnapshotAlreadyExists',
        `Cannot create the snapshot because a snapshot with the identifier ${name} already exists.`,
      )
    : undefined

const unknownInstance = (identifier: unknown): Refusal =>
  refuse('DBInstanceNotFound', `DBInstance ${identifier} not found.`, { status: 404, wants: 'Instance' })

const isAvailable = (world: World, instance: Parameters<typeof stateOf>[0]): Refusal | undefined =>
  stateOf(instance, world.now) === 'available'
    ? undefined
    : refuse('InvalidDBInstanceState', `DB instance ${instance.attributes['identifier']} is not in available state.`)
