import type { Attributes } from '../../service/aws-resource.ts'
import type { Kind } from '../../service/kind.ts'
import { isRefusal, type Refusal } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { bucketOr } from './bucket.ts'

/** What is particular about one part of a bucket's configuration. */
export type BucketPart = Readonly<{
  kind: string
  plural: string
  /** As the provider's errors name it: `Public Access Block`. */
  words: string
  /** As AWS' calls name it: `PublicAccessBlock`. */
  call: string
  arguments: readonly string[]
  judge: (world: World, args: Attributes) => Refusal | undefined
  defaults?: (args: Attributes) => Attributes
}>

/** A part of the configuration of a bucket: there is one for each bucket, putting it again replaces it, and it goes with the bucket. */
export const bucketPart = (part: BucketPart): Kind => ({
  resource: managed('s3', part.kind, part.plural),
  title: `S3 Bucket ${part.words}`,
  service: 'S3',
  calls: { create: `Put${part.call}`, modify: `Put${part.call}`, delete: `Delete${part.call}` },
  context: { create: ({ args }) => `creating S3 Bucket (${args['bucket']}) ${part.words}` },
  arguments: part.arguments,
  replacing: replacingOf('s3', part.kind),
  references: [{ argument: 'bucket', to: 'Bucket', value: 'id' }],
  naming: { by: 'arguments', id: ({ bucket }) => (typeof bucket === 'string' ? bucket : undefined) },
  within: { bucket: 'Bucket' },
  create: (world, { args }) => {
    const bucket = bucketOr(world, args['bucket'])
    if (isRefusal(bucket)) return bucket
    return part.judge(world, args) ?? part.defaults?.(args) ?? {}
  },
  modify: (world, { attributes }) => part.judge(world, attributes),
})
