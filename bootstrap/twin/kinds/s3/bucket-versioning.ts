import type { Attributes } from '../../service/aws-resource.ts'
import { refuse } from '../../service/refusal.ts'
import { bucketPart } from './bucket-part.ts'

/** Whether a bucket keeps what is overwritten or deleted. */
export const bucketVersioning = bucketPart({
  kind: 'BucketVersioning',
  plural: 'bucketversionings',
  words: 'Versioning',
  call: 'BucketVersioning',
  arguments: ['bucket', 'expectedBucketOwner', 'mfa', 'region', 'versioningConfiguration'],
  judge: (_world, { versioningConfiguration }) =>
    ['Enabled', 'Suspended', 'Disabled'].includes(
      String((versioningConfiguration as Attributes | undefined)?.['status']),
    )
      ? undefined
      : refuse('IllegalVersioningConfigurationException', 'The Versioning element must be specified'),
})
