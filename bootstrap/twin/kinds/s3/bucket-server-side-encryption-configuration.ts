import type { Attributes } from '../../service/aws-resource.ts'
import type { Kind } from '../../service/kind.ts'
import { type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { keyRefusal } from '../kms/usable-key.ts'
import { bucketPart } from './bucket-part.ts'

const part = bucketPart({
  kind: 'BucketServerSideEncryptionConfiguration',
  plural: 'bucketserversideencryptionconfigurations',
  words: 'Server-side Encryption Configuration',
  call: 'BucketEncryption',
  arguments: ['bucket', 'expectedBucketOwner', 'region', 'rule'],
  judge: (world, { rule }) => rulesFit(world, (rule ?? []) as Attributes[]),
})

/** How a bucket encrypts objects that are written without a word about it. */
export const bucketServerSideEncryptionConfiguration: Kind = {
  ...part,
  references: [
    ...part.references,
    { argument: 'rule.applyServerSideEncryptionByDefault.kmsMasterKeyId', to: 'Key', value: 'arn' },
  ],
}

const algorithms = ['AES256', 'aws:kms', 'aws:kms:dsse']

const rulesFit = (world: World, rules: readonly Attributes[]): Refusal | undefined => {
  if (rules.length !== 1) return refuse('MalformedXML', 'The configuration must have exactly one rule')
  const chosen = rules[0]?.['applyServerSideEncryptionByDefault'] as Attributes | undefined
  if (chosen === undefined) return undefined
  const { sseAlgorithm, kmsMasterKeyId } = chosen
  if (!algorithms.includes(String(sseAlgorithm)))
    return refuse('InvalidArgument', `'${sseAlgorithm}' is not a valid server-side encryption algorithm`)
  return sseAlgorithm === 'AES256' && kmsMasterKeyId !== undefined
    ? refuse(
        'InvalidArgument',
        'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse',
      )
    : keyRefusal(world, kmsMasterKeyId)
}
