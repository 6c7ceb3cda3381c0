import { arnOf } from '../../service/arn.ts'
import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import type { Leftover } from '../../service/companions.ts'
import { type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { keyRefusal } from '../kms/usable-key.ts'

/** Judges the deletion of an instance: protection first, then the name of its last snapshot. */
export const judgeDeletion = (world: World, { attributes }: AwsResource): Refusal | undefined => {
  if (attributes['deletionProtection'] === true)
    return refuse(
      'InvalidParameterCombination',
      'Cannot delete protected DB Instance, please disable deletion protection and try again.',
    )
  if (attributes['skipFinalSnapshot'] === true) return undefined
  const name = attributes['finalSnapshotIdentifier']
  if (name === undefined)
    return refuse('MissingFinalSnapshot', 'final_snapshot_identifier is required when skip_final_snapshot is false', {
      byProvider: true,
    })
  if (world.get('DBSnapshot', name))
    return refuse(
      'DBSnapshotAlreadyExists',
      `Cannot create the snapshot because a snapshot with the identifier ${name} already exists.`,
    )
  return keyRefusal(world, attributes['kmsKeyId'])
    ? refuse(
        'InvalidDBInstanceState',
        `Cannot create a snapshot: the KMS key ${attributes['kmsKeyId']} is not accessible.`,
      )
    : undefined
}

/** The last snapshot that a deletion leaves, encrypted with the key of the instance; none if it was not wanted. */
export const finalSnapshot = (world: World, instance: AwsResource): Leftover[] => {
  if (instance.attributes['skipFinalSnapshot'] === true) return []
  const name = String(instance.attributes['finalSnapshotIdentifier'])
  const { copyTagsToSnapshot, tags } = instance.attributes
  const attributes = { ...snapshotTaken(world, instance, name), tags: copyTagsToSnapshot === true ? tags : undefined }
  return [{ kind: 'DBSnapshot', id: name, attributes }]
}

/** What a snapshot keeps of the instance that it was taken of. */
export const snapshotTaken = (world: World, { id, attributes }: AwsResource, name: string): Attributes => {
  const kept = [
    'allocatedStorage',
    'dbName',
    'engine',
    'engineVersion',
    'kmsKeyId',
    'port',
    'storageEncrypted',
    'storageType',
    'username',
  ]
  return {
    ...Object.fromEntries(
      kept.flatMap((field) => (attributes[field] === undefined ? [] : [[field, attributes[field]]])),
    ),
    arn: arnOf(world, 'rds', `snapshot:${name}`),
    dbInstanceIdentifier: attributes['identifier'],
    dbiResourceId: id,
    snapshotType: 'manual',
  }
}
