import type { Attributes } from '../../service/aws-resource.ts'
import { isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { keyRefusal } from '../kms/usable-key.ts'
import { instanceNamed, snapshotOr } from './found.ts'

/**
 * What an instance takes over from the snapshot or the other instance that it is made from: nothing if it is made anew. It cannot
 * be made if they are not there, or cannot be read because their key is not.
 */
export const restored = (world: World, args: Attributes): Attributes | Refusal => {
  if (args['snapshotIdentifier'] !== undefined) return fromSnapshot(world, args['snapshotIdentifier'])
  const point = args['restoreToPointInTime'] as Attributes | undefined
  return point && Object.keys(point).length > 0 ? fromInstance(world, point) : {}
}

const inherited = [
  'allocatedStorage',
  'dbName',
  'engine',
  'engineVersion',
  'kmsKeyId',
  'storageEncrypted',
  'storageType',
  'username',
]

const fromSnapshot = (world: World, id: unknown): Attributes | Refusal => {
  const snapshot = snapshotOr(world, id)
  if (isRefusal(snapshot)) return snapshot
  if (snapshot.readyAt > world.now)
    return refuse('InvalidDBSnapshotState', `Snapshot ${id} is not in the available state`)
  return (
    readable(world, snapshot.attributes) ?? {
      ...pick(snapshot.attributes),
      restoredFrom: `DBSnapshot|${world.region}|${snapshot.id}`,
    }
  )
}

const fromInstance = (world: World, point: Attributes): Attributes | Refusal => {
  const { sourceDbInstanceIdentifier: identifier, sourceDbiResourceId: resourceId } = point
  const source = identifier === undefined ? world.get('Instance', resourceId) : instanceNamed(world, identifier)
  if (!source)
    return refuse('DBInstanceNotFound', `DBInstance ${identifier ?? resourceId} not found.`, {
      status: 404,
      wants: 'Instance',
    })
  if (Number(source.attributes['backupRetentionPeriod']) === 0 || source.readyAt > world.now)
    return refuse(
      'PointInTimeRestoreNotEnabled',
      `DBInstance ${source.attributes['identifier']} has no automated backups`,
    )
  const time = Date.parse(String(point['restoreTime'] ?? ''))
  if (!Number.isNaN(time) && (time > world.now || time < source.readyAt))
    return refuse(
      'InvalidParameterValue',
      `The specified restore time ${point['restoreTime']} is not in the valid range: ${new Date(source.readyAt).toISOString()} to ${new Date(world.now).toISOString()}`,
    )
  return (
    readable(world, source.attributes) ?? {
      ...pick(source.attributes),
      restoredFrom: `Instance|${world.region}|${source.id}`,
    }
  )
}

const readable = (world: World, { kmsKeyId }: Attributes): Refusal | undefined =>
  keyRefusal(world, kmsKeyId)
    ? refuse(
        'KMSKeyNotAccessibleFault',
        `The specified KMS key [${kmsKeyId}] does not exist, is not enabled or you do not have permissions to access it. `,
      )
    : undefined

const pick = (attributes: Attributes): Attributes =>
  Object.fromEntries(inherited.flatMap((name) => (attributes[name] === undefined ? [] : [[name, attributes[name]]])))
