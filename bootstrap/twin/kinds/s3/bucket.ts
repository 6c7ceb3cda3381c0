import type { AwsResource } from '../../service/aws-resource.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'

/** A place for objects. Its name is taken for the whole world. */
export const bucket: Kind = {
  resource: managed('s3', 'Bucket', 'buckets'),
  title: 'S3 Bucket',
  service: 'S3',
  calls: { create: 'CreateBucket', modify: 'PutBucketTagging', delete: 'DeleteBucket' },
  context: { create: ({ id }) => `creating S3 Bucket (${id})` },
  arguments: ['forceDestroy', 'objectLockEnabled', 'region', 'tags'],
  replacing: replacingOf('s3', 'Bucket'),
  references: [],
  naming: { by: 'user' },
  create: (world, { id, args }) =>
    firstRefusal(
      () => nameFits(id),
      () => nameIsFree(world, id),
    ) ?? {
      arn: `arn:aws:s3:::${id}`,
      bucketDomainName: `${id}.s3.amazonaws.com`,
      bucketRegion: world.region,
      bucketRegionalDomainName: `${id}.s3.${world.region}.amazonaws.com`,
      forceDestroy: args['forceDestroy'] ?? false,
      objectLockEnabled: args['objectLockEnabled'] ?? false,
    },
  remove: (world, { id, attributes }) => {
    const objects = objectsIn(world, id)
    if (objects.length === 0 || attributes['forceDestroy'] === true) return undefined
    return refuse('BucketNotEmpty', 'The bucket you tried to delete is not empty', {
      status: 409,
      blockers: objects.map((object) => object.id),
    })
  },
  // whoever may delete a bucket has emptied it before
  companions: (world, { id }) => objectsIn(world, id),
}

const objectsIn = (world: World, bucket: string): AwsResource[] =>
  world.all('S3Object').filter(({ attributes }) => attributes['bucket'] === bucket)

const nameFits = (name: string): Refusal | undefined =>
  /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
  !/\.\.|^xn--|^sthree-|^amzn-s3-demo-|-s3alias$|--ol-s3$|^\d+\.\d+\.\d+\.\d+$/.test(name)
    ? undefined
    : refuse('InvalidBucketName', 'The specified bucket is not valid.')

/** Plain words were taken long ago, by others. */
const takenByOthers = ['access-logs', 'backup', 'backups', 'data', 'logs', 'tasks', 'test', 'my-bucket']

const nameIsFree = (world: World, name: string): Refusal | undefined => {
  if (takenByOthers.includes(name))
    return refuse(
      'BucketAlreadyExists',
      'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
      { status: 409 },
    )
  const ours = world.everywhere('Bucket').find(({ id }) => id === name)
  return ours
    ? refuse(
        'BucketAlreadyOwnedByYou',
        'Your previous request to create the named bucket succeeded and you already own it.',
        { status: 409, blockers: [ours.id] },
      )
    : undefined
}

/** A bucket of the region, or S3's words for one that is not there. */
export const bucketOr = (world: World, name: unknown): AwsResource | Refusal =>
  world.get('Bucket', name) ??
  refuse('NoSuchBucket', 'The specified bucket does not exist', { status: 404, wants: 'Bucket' })
