import type { Attributes } from '../../service/aws-resource.ts'
import type { Kind } from '../../service/kind.ts'
import {
  fitsPattern,
  type PolicyDocument,
  type PolicyStatement,
  parsePolicy,
  principalsOf,
} from '../../service/policy-document.ts'
import { firstRefusal, isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { bucketPart } from './bucket-part.ts'

/** Who may do what with a bucket and its objects. */
export const bucketPolicy: Kind = {
  ...bucketPart({
    kind: 'BucketPolicy',
    plural: 'bucketpolicies',
    words: 'Policy',
    call: 'BucketPolicy',
    arguments: ['bucket', 'policy', 'region'],
    judge: (world, args) => policyOf(world, args),
  }),
  context: {
    create: ({ args }) => `putting S3 Bucket (${args['bucket']}) Policy`,
    update: ({ id }) => `putting S3 Bucket (${id}) Policy`,
  },
  documents: ['policy'],
}

const malformed = (message: string): Refusal => refuse('MalformedPolicy', message)

const policyOf = (world: World, { bucket, policy }: Attributes): Refusal | undefined => {
  const document = parsePolicy(policy, 'MalformedPolicy')
  if (isRefusal(document)) return malformed("Policies must be valid JSON and the first byte must be '{'")
  return firstRefusal(
    () => (document.Statement.some(lacksPrincipal) ? malformed('Missing required field Principal') : undefined),
    () =>
      document.Statement.some((one) => !isAbout(bucket, one)) ? malformed('Policy has invalid resource') : undefined,
    () => principalsExist(world, document),
    () => isNotPublic(world, bucket, document),
  )
}

const lacksPrincipal = ({ Principal }: PolicyStatement): boolean => Principal === undefined

const isAbout = (bucket: unknown, { Resource }: PolicyStatement): boolean => {
  const resources = [Resource ?? []].flat()
  const own = `arn:aws:s3:::${bucket}`
  return resources.length > 0 && resources.every((arn) => fitsPattern(arn, own) || arn.startsWith(`${own}/`))
}

const principalsExist = (world: World, { Statement }: PolicyDocument): Refusal | undefined => {
  const roles = new Set(world.all('Role').map(({ attributes }) => attributes['arn']))
  const ours = new RegExp(`^arn:aws:iam::${world.accountId}:role/`)
  return Statement.flatMap((one) => principalsOf(one, 'AWS')).some((name) => ours.test(name) && !roles.has(name))
    ? refuse('MalformedPolicy', 'Invalid principal in policy', { wants: 'Role' })
    : undefined
}

/** A new bucket blocks public policies, until somebody says otherwise. */
const isNotPublic = (world: World, bucket: unknown, { Statement }: PolicyDocument): Refusal | undefined => {
  const block = world.get('BucketPublicAccessBlock', bucket)
  const blocks = block ? block.attributes['blockPublicPolicy'] === true : true
  const isPublic = Statement.some(
    (one) => one.Effect === 'Allow' && one.Condition === undefined && principalsOf(one, 'AWS').includes('*'),
  )
  return blocks && isPublic
    ? refuse(
        'AccessDenied',
        `User: arn:aws:iam::${world.accountId}:role/provider-aws is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${bucket}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
        { status: 403 },
      )
    : undefined
}
