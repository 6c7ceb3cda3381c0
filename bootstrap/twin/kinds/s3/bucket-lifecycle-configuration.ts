import type { Attributes } from '../../service/aws-resource.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import { bucketPart } from './bucket-part.ts'

/** When objects move to cheaper storage or are deleted. */
export const bucketLifecycleConfiguration: Kind = {
  ...bucketPart({
    kind: 'BucketLifecycleConfiguration',
    plural: 'bucketlifecycleconfigurations',
    words: 'Lifecycle Configuration',
    call: 'BucketLifecycleConfiguration',
    arguments: ['bucket', 'expectedBucketOwner', 'region', 'rule', 'transitionDefaultMinimumObjectSize'],
    judge: (_world, { rule }) => rulesFit((rule ?? []) as Attributes[]),
    defaults: (args) => ({
      transitionDefaultMinimumObjectSize: args['transitionDefaultMinimumObjectSize'] ?? 'all_storage_classes_128K',
    }),
  }),
  library: 'framework',
  references: [{ argument: 'bucket', to: 'Bucket', value: 'name' }],
}

const rulesFit = (rules: readonly Attributes[]): Refusal | undefined => {
  const ids = rules.map(({ id }) => String(id))
  if (rules.length === 0) return refuse('MalformedXML', 'The configuration must have at least one rule')
  if (new Set(ids).size < ids.length)
    return refuse('InvalidArgument', 'Rule ID must be unique. Found same ID for more than one rule')
  return firstRefusal(...rules.map((rule) => () => ruleFits(rule)))
}

const actions = [
  'abortIncompleteMultipartUpload',
  'expiration',
  'noncurrentVersionExpiration',
  'noncurrentVersionTransition',
  'transition',
]

const ruleFits = (rule: Attributes): Refusal | undefined => {
  if (!['Enabled', 'Disabled'].includes(String(rule['status'])))
    return refuse('MalformedXML', `'${rule['status']}' is not a valid status of a rule`)
  if (!actions.some((action) => blocksOf(rule, action).length > 0))
    return refuse('InvalidRequest', 'At least one action needs to be specified in a rule')
  const [expiration] = blocksOf(rule, 'expiration')
  const days = expiration?.['days']
  if (days !== undefined && !(Number(days) > 0))
    return refuse('InvalidArgument', "'Days' for Expiration action must be a positive integer")
  return firstRefusal(...blocksOf(rule, 'transition').map((transition) => () => transitionFits(transition, days)))
}

const transitionFits = ({ days, storageClass }: Attributes, expires: unknown): Refusal | undefined => {
  if (['STANDARD_IA', 'ONEZONE_IA'].includes(String(storageClass)) && Number(days) < 30)
    return refuse(
      'InvalidArgument',
      `'Days' in Transition action must be greater than or equal to 30 for storageClass '${storageClass}'`,
    )
  return expires !== undefined && Number(expires) <= Number(days)
    ? refuse('InvalidArgument', "'Days' in the Expiration action must be greater than 'Days' in the Transition action")
    : undefined
}

const blocksOf = (rule: Attributes, name: string): readonly Attributes[] => (rule[name] ?? []) as readonly Attributes[]
