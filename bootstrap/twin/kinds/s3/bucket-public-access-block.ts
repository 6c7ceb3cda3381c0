import { bucketPart } from './bucket-part.ts'

/** What of public access S3 refuses, whatever policies and access lists say. */
export const bucketPublicAccessBlock = bucketPart({
  kind: 'BucketPublicAccessBlock',
  plural: 'bucketpublicaccessblocks',
  words: 'Public Access Block',
  call: 'PublicAccessBlock',
  arguments: [
    'blockPublicAcls',
    'blockPublicPolicy',
    'bucket',
    'ignorePublicAcls',
    'region',
    'restrictPublicBuckets',
    'skipDestroy',
  ],
  judge: () => undefined,
  defaults: (args) => ({
    blockPublicAcls: args['blockPublicAcls'] ?? false,
    blockPublicPolicy: args['blockPublicPolicy'] ?? false,
    ignorePublicAcls: args['ignorePublicAcls'] ?? false,
    restrictPublicBuckets: args['restrictPublicBuckets'] ?? false,
  }),
})
