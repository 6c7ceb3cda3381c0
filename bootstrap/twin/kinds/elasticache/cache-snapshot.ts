import { arnOf } from '../../service/arn.ts'
import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import type { Leftover } from '../../service/companions.ts'
import { type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { keyRefusal } from '../kms/usable-key.ts'

/** Judges the deletion of a replication group: the name of its last snapshot must be free. */
export const judgeCacheDeletion = (world: World, { attributes }: AwsResource): Refusal | undefined => {
  const name = attributes['finalSnapshotIdentifier']
  return name !== undefined && world.get('CacheSnapshot', name)
    ? refuse('SnapshotAlreadyExistsFault', `Snapshot with specified name already exists.`)
    : undefined
}

/** The last snapshot that a deletion leaves, encrypted with the key of the group; none if it was not wanted. */
export const finalCacheSnapshot = (world: World, { id, attributes }: AwsResource): Leftover[] => {
  const name = attributes['finalSnapshotIdentifier']
  if (name === undefined) return []
  const { engine, engineVersion, kmsKeyId, nodeType, port } = attributes
  const kept = { engine, engineVersion, kmsKeyId, nodeType, port }
  const arn = arnOf(world, 'elasticache', `snapshot:${name}`)
  return [
    {
      kind: 'CacheSnapshot',
      id: String(name),
      attributes: { ...kept, arn, replicationGroupId: id, snapshotSource: 'manual' },
    },
  ]
}

/** What a replication group takes over from the snapshot that it is made from: nothing if it is made anew. */
export const restoredCache = (world: World, args: Attributes): Attributes | Refusal => {
  const name = args['snapshotName']
  if (name === undefined) return {}
  const snapshot = world.get('CacheSnapshot', name)
  if (!snapshot) return refuse('SnapshotNotFoundFault', `Snapshot ${name} not found.`, { status: 404 })
  const refusal = keyRefusal(world, snapshot.attributes['kmsKeyId'])
  if (refusal) return refuse('InvalidKMSKeyFault', `The KMS key of the snapshot is not usable: ${refusal.message}`)
  return { restoredFrom: `CacheSnapshot|${world.region}|${snapshot.id}` }
}
