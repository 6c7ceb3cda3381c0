import { describe, expect, test } from 'vitest'
import { isRefusal, type Refusal } from '../service/refusal.ts'
import { type TestAccount, testAccount } from '../test/test-account.ts'

const said = (answer: unknown): string | undefined =>
  isRefusal(answer) ? `${answer.code}: ${answer.message}` : undefined

const document = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements })
const trust = document({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' })
const rights = document({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' })
const account = {
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:root' },
  Action: 'kms:*',
  Resource: '*',
}
const logs = {
  Effect: 'Allow',
  Principal: { Service: 'logs.ap-northeast-1.amazonaws.com' },
  Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:GenerateDataKey*'],
  Resource: '*',
}

describe('IAM, KMS and CloudWatch Logs judge', () => {
  test.each<{ why: string; call: (aws: TestAccount) => Promise<unknown>; says: string | undefined }>([
    { why: 'a role is fine', call: (aws) => aws.ask('Role', { assumeRolePolicy: trust }, 'r'), says: undefined },
    {
      why: 'a trust policy is JSON',
      call: (aws) => aws.ask('Role', { assumeRolePolicy: '{' }, 'r'),
      says: 'MalformedPolicyDocument: This policy contains invalid Json',
    },
    {
      why: 'a trust policy trusts somebody',
      call: (aws) => aws.ask('Role', { assumeRolePolicy: rights }, 'r'),
      says: 'MalformedPolicyDocument: AssumeRole policy must contain principals',
    },
    {
      why: 'names of roles have 64 letters at most',
      call: (aws) => aws.ask('Role', { assumeRolePolicy: trust }, 'r'.repeat(65)),
      says: `ValidationError: 1 validation error detected: Value '${'r'.repeat(65)}' at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    },
    {
      why: 'a name is taken once in the account',
      call: async (aws) => {
        await aws.make('Role', { assumeRolePolicy: trust }, 'r')
        return aws.ask('Role', { assumeRolePolicy: trust }, 'r')
      },
      says: 'EntityAlreadyExists: Role with name r already exists.',
    },
    {
      why: 'a policy needs its role',
      call: (aws) => aws.ask('RolePolicy', { role: 'r', policy: rights }, 'p'),
      says: 'NoSuchEntity: The role with name r cannot be found.',
    },
    {
      why: 'a role with policies stays',
      call: async (aws) => {
        const role = await aws.make('Role', { assumeRolePolicy: trust }, 'r')
        await aws.make('RolePolicy', { role: 'r', policy: rights }, 'p')
        return aws.remove(role)
      },
      says: 'DeleteConflict: Cannot delete entity, must delete policies first.',
    },
    {
      why: 'a key that nobody can administer is none',
      call: (aws) => aws.ask('Key', { policy: document(logs) }),
      says: 'MalformedPolicyDocumentException: The new key policy will not allow you to update the key policy in the future.',
    },
    {
      why: 'a key waits at least a week',
      call: (aws) => aws.ask('Key', { deletionWindowInDays: 1 }),
      says: "ValidationException: 1 validation error detected: Value '1' at 'pendingWindowInDays' failed to satisfy constraint: Member must be between 7 and 30",
    },
    {
      why: 'a log group takes a key that lets the service in',
      call: async (aws) => {
        const key = await aws.make('Key', { policy: document(account, logs) })
        return aws.ask('Group', { kmsKeyId: key.attributes['arn'], retentionInDays: 30 }, '/g')
      },
      says: undefined,
    },
    {
      why: 'a log group does not take a key that keeps the service out',
      call: async (aws) => {
        const key = await aws.make('Key', { policy: document(account) })
        return aws.ask('Group', { kmsKeyId: key.attributes['arn'] }, '/g')
      },
      says: "InvalidParameterException: The specified KMS key does not exist or is not allowed to be used with LogGroup 'arn:aws:logs:ap-northeast-1:111122223333:log-group:/g'",
    },
    {
      why: 'retention comes in steps',
      call: (aws) => aws.ask('Group', { retentionInDays: 31 }, '/g'),
      says: "InvalidParameterException: 1 validation error detected: Value '31' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]",
    },
    {
      why: 'a protected log group stays',
      call: async (aws) => aws.remove(await aws.make('Group', { deletionProtectionEnabled: true }, '/g')),
      says: 'ValidationException: Log group /g has deletion protection enabled and cannot be deleted',
    },
  ])('$why', async ({ call, says }) => {
    expect(said((await call(testAccount())) as Refusal | undefined)).toBe(says)
  })
})
