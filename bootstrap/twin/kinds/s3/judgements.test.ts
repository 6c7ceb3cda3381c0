import { describe, expect, test } from 'vitest'
import type { Attributes } from '../../service/aws-resource.ts'
import { kindOf, type TestAccount, testAccount } from '../../test/test-account.ts'
import { policyOf, said } from '../../test/test-edge.ts'

const bucket =
  (name: string, args: Attributes = {}) =>
  (aws: TestAccount) =>
    aws.ask('Bucket', args, name)
const part =
  (kind: string, args: Attributes) =>
  async (aws: TestAccount): Promise<unknown> => {
    await aws.make('Bucket', {}, 'tasks-1')
    return aws.ask(kind, { bucket: 'tasks-1', ...args })
  }
const policy = (...statements: object[]) => part('BucketPolicy', { policy: policyOf(...statements) })
const allow = (more: object = {}) => ({
  Effect: 'Allow',
  Principal: { AWS: '111122223333' },
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::tasks-1/*',
  ...more,
})
const insecure = {
  ...allow({ Principal: '*', Action: 's3:*', Resource: ['arn:aws:s3:::tasks-1', 'arn:aws:s3:::tasks-1/*'] }),
  Effect: 'Deny',
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
}
const encryption = (sseAlgorithm: string, kmsMasterKeyId?: string) =>
  part('BucketServerSideEncryptionConfiguration', {
    rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm, ...(kmsMasterKeyId && { kmsMasterKeyId }) } }],
  })
const lifecycle = (...rule: object[]) => part('BucketLifecycleConfiguration', { rule })
const expiring = { id: 'a', status: 'Enabled', expiration: [{ days: 90 }] }
const invalidName = 'InvalidBucketName: The specified bucket is not valid.'

describe('S3 judges', () => {
  test.each<{ why: string; call: (aws: TestAccount) => Promise<unknown>; says: string | RegExp | undefined }>([
    { why: 'a bucket is fine', call: bucket('tasks-1'), says: undefined },
    { why: 'a name has small letters', call: bucket('Tasks'), says: invalidName },
    { why: 'a name has three letters at least', call: bucket('ab'), says: invalidName },
    { why: 'a name has 63 letters at most', call: bucket('a'.repeat(64)), says: invalidName },
    { why: 'a name is no address', call: bucket('10.0.0.1'), says: invalidName },
    { why: 'a name has no two dots in a row', call: bucket('a..b'), says: invalidName },
    {
      why: 'plain words are taken',
      call: bucket('logs'),
      says: /^BucketAlreadyExists: The requested bucket name is not/,
    },
    {
      why: 'a bucket of another region has its name',
      call: async (aws) => {
        const args = { region: 'us-east-1' }
        await aws.account.create(kindOf('Bucket'), { ...args, owner: 'o', token: 't', args, name: 'tasks-1' })
        return aws.ask('Bucket', {}, 'tasks-1')
      },
      says: 'BucketAlreadyOwnedByYou: Your previous request to create the named bucket succeeded and you already own it.',
    },
    {
      why: 'a part belongs to a bucket',
      call: (aws) => aws.ask('BucketVersioning', { bucket: 'none', versioningConfiguration: { status: 'Enabled' } }),
      says: 'NoSuchBucket: The specified bucket does not exist',
    },
    { why: 'a policy is fine', call: policy(allow(), insecure), says: undefined },
    {
      why: 'a policy is JSON',
      call: part('BucketPolicy', { policy: '{' }),
      says: "MalformedPolicy: Policies must be valid JSON and the first byte must be '{'",
    },
    {
      why: 'a policy is about somebody',
      call: policy({ ...allow(), Principal: undefined }),
      says: 'MalformedPolicy: Missing required field Principal',
    },
    {
      why: 'a policy is about its bucket',
      call: policy(allow({ Resource: 'arn:aws:s3:::tasks-2/*' })),
      says: 'MalformedPolicy: Policy has invalid resource',
    },
    {
      why: 'a policy is about roles that exist',
      call: policy(allow({ Principal: { AWS: 'arn:aws:iam::111122223333:role/none' } })),
      says: 'MalformedPolicy: Invalid principal in policy',
    },
    {
      why: 'a new bucket is closed to the public',
      call: policy(allow({ Principal: '*' })),
      says: /^AccessDenied: .* because public policies are prevented by the BlockPublicPolicy setting/,
    },
    {
      why: 'unless somebody opens it',
      call: async (aws) => {
        await aws.make('Bucket', {}, 'tasks-1')
        await aws.make('BucketPublicAccessBlock', { bucket: 'tasks-1' })
        return aws.ask('BucketPolicy', { bucket: 'tasks-1', policy: policyOf(allow({ Principal: '*' })) })
      },
      says: undefined,
    },
    {
      why: 'owners are known',
      call: part('BucketOwnershipControls', { rule: { objectOwnership: 'BucketOwnerEnforced' } }),
      says: undefined,
    },
    {
      why: 'other owners are none',
      call: part('BucketOwnershipControls', { rule: { objectOwnership: 'Me' } }),
      says: /^MalformedXML: /,
    },
    {
      why: 'versioning is on, suspended or off',
      call: part('BucketVersioning', { versioningConfiguration: { status: 'On' } }),
      says: /^IllegalVersioningConfigurationException: /,
    },
    { why: 'a key of S3 is fine', call: encryption('AES256'), says: undefined },
    { why: 'the key of the account is fine', call: encryption('aws:kms'), says: undefined },
    {
      why: 'other ways to encrypt are none',
      call: encryption('ROT13'),
      says: "InvalidArgument: 'ROT13' is not a valid server-side encryption algorithm",
    },
    {
      why: 'a key that is pending deletion cannot be used',
      call: async (aws) => {
        const key = await aws.make('Key', {})
        await aws.remove(key)
        return encryption('aws:kms', String(key.attributes['arn']))(aws)
      },
      says: /^KMSInvalidStateException: arn:aws:kms:.* is pending deletion\.$/,
    },
    { why: 'a lifecycle is fine', call: lifecycle(expiring), says: undefined },
    {
      why: 'rules have names of their own',
      call: lifecycle(expiring, expiring),
      says: 'InvalidArgument: Rule ID must be unique. Found same ID for more than one rule',
    },
    {
      why: 'a rule does something',
      call: lifecycle({ id: 'a', status: 'Enabled' }),
      says: 'InvalidRequest: At least one action needs to be specified in a rule',
    },
    {
      why: 'days are counted from one',
      call: lifecycle({ ...expiring, expiration: [{ days: 0 }] }),
      says: "InvalidArgument: 'Days' for Expiration action must be a positive integer",
    },
    {
      why: 'cheap storage takes no new objects',
      call: lifecycle({ ...expiring, transition: [{ days: 7, storageClass: 'STANDARD_IA' }] }),
      says: "InvalidArgument: 'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'",
    },
    {
      why: 'what is moved is not deleted before',
      call: lifecycle({ ...expiring, transition: [{ days: 90, storageClass: 'GLACIER' }] }),
      says: "InvalidArgument: 'Days' in the Expiration action must be greater than 'Days' in the Transition action",
    },
  ])('$why', async ({ call, says }) => {
    const answer = said(await call(testAccount()))
    if (says instanceof RegExp) expect(answer).toMatch(says)
    else expect(answer).toBe(says)
  })
})

describe('a bucket', () => {
  test('takes its parts with it, and its objects if it may', async () => {
    const aws = testAccount()
    const bucket = await aws.make('Bucket', { forceDestroy: true }, 'tasks-1')
    await aws.make('BucketVersioning', { bucket: 'tasks-1', versioningConfiguration: { status: 'Enabled' } })
    expect(await aws.remove(bucket)).toBeUndefined()
    expect(aws.account.list()).toEqual([])
  })
})
