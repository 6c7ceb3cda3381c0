import { describe, expect, test } from 'vitest'
import { isRefusal } from '../../service/refusal.ts'
import { type TestAccount, testAccount } from '../../test/test-account.ts'
import { keyAdmits, keyIsAlive, keyRefusal } from './usable-key.ts'

const document = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements })
const allow = (principal: object, action: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Principal: principal,
  Action: action,
  Resource: '*',
  ...more,
})
const root = { AWS: 'arn:aws:iam::111122223333:root' }
const role = { AWS: 'arn:aws:iam::111122223333:role/r' }
const trust = document({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' })
const lockout = 'The new key policy will not allow you to update the key policy in the future.'

const said = (answer: unknown): string | undefined => (isRefusal(answer) ? answer.message : undefined)

describe('KMS judges a key policy', () => {
  test.each([
    { why: 'the account may do everything', policy: document(allow(root, 'kms:*')), says: undefined },
    { why: 'the account may change the policy', policy: document(allow(root, ['kms:Put*'])), says: undefined },
    { why: 'the account by its number', policy: document(allow({ AWS: '111122223333' }, 'kms:*')), says: undefined },
    { why: 'nobody may change it', policy: document(allow(root, 'kms:Encrypt')), says: lockout },
    {
      why: 'another account may',
      policy: document(allow({ AWS: 'arn:aws:iam::444455556666:root' }, 'kms:*')),
      says: lockout,
    },
    { why: 'a service may', policy: document(allow({ Service: 'logs.amazonaws.com' }, 'kms:*')), says: lockout },
    {
      why: 'it is allowed and denied',
      policy: document(allow(root, 'kms:*'), { ...allow(root, 'kms:PutKeyPolicy'), Effect: 'Deny' }),
      says: lockout,
    },
    {
      why: 'a role that does not exist',
      policy: document(allow(root, 'kms:*'), allow(role, 'kms:Decrypt')),
      says: 'Policy contains a statement with one or more invalid principals.',
    },
  ])('$why', async ({ policy, says }) => {
    expect(said(await testAccount().ask('Key', { policy }))).toBe(says)
  })

  test('a role that exists may be named', async () => {
    const aws = testAccount()
    await aws.make('Role', { assumeRolePolicy: trust }, 'r')
    const policy = document(allow(root, 'kms:*'), allow(role, 'kms:Decrypt'))
    expect(said(await aws.ask('Key', { policy }))).toBeUndefined()
  })

  test('who is sure may lock everybody out', async () => {
    const asked = { policy: document(allow(root, 'kms:Encrypt')), bypassPolicyLockoutSafetyCheck: true }
    expect(said(await testAccount().ask('Key', asked))).toBeUndefined()
  })
})

const worldOf = (aws: TestAccount) => aws.account.world('ap-northeast-1')

describe('a key', () => {
  test('that is deleted waits, unusable, and is gone after its days', async () => {
    const aws = testAccount()
    const key = await aws.make('Key', { deletionWindowInDays: 7 })
    const { arn } = key.attributes
    expect(keyRefusal(worldOf(aws), arn)).toBeUndefined()
    expect(keyIsAlive(worldOf(aws), key.id)).toBe(true)

    await aws.remove(key)
    expect(keyRefusal(worldOf(aws), key.id)).toMatchObject({
      code: 'KMSInvalidStateException',
      message: `${arn} is pending deletion.`,
    })
    expect(keyIsAlive(worldOf(aws), arn)).toBe(false)
    expect(worldOf(aws).get('PendingKey', key.id)?.attributes).toMatchObject({ arn, keyState: 'PendingDeletion' })

    await aws.clock.advance(7 * 24 * 3_600_000)
    expect(keyRefusal(worldOf(aws), arn)).toMatchObject({ code: 'NotFoundException' })
  })

  test('that is disabled is of no use, but what it encrypted is not lost', async () => {
    const aws = testAccount()
    const { id } = await aws.make('Key', { isEnabled: false })
    expect(keyRefusal(worldOf(aws), id)).toMatchObject({ code: 'DisabledException' })
    expect(keyIsAlive(worldOf(aws), id)).toBe(true)
  })

  test.each(['alias/aws/rds', 'arn:aws:kms:ap-northeast-1:111122223333:alias/aws/sns', undefined])(
    'of AWS can always be used (%s)',
    (key) => {
      expect(keyRefusal(worldOf(testAccount()), key)).toBeUndefined()
      expect(keyIsAlive(worldOf(testAccount()), key)).toBe(true)
    },
  )
})

const logs = { Service: 'logs.ap-northeast-1.amazonaws.com' }
const asked = {
  principals: ['logs.ap-northeast-1.amazonaws.com'],
  action: 'kms:GenerateDataKey',
  keys: { 'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:ap-northeast-1:111122223333:log-group:/a' },
}
const forGroup = (arn: string) => ({ Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': arn } } })

describe('a key admits', () => {
  test.each([
    { why: 'a service that may', statement: allow(logs, 'kms:GenerateDataKey*'), admits: true },
    { why: 'a service that may do something else', statement: allow(logs, 'kms:Decrypt'), admits: false },
    { why: 'another service', statement: allow({ Service: 'sns.amazonaws.com' }, 'kms:*'), admits: false },
    {
      why: 'what its condition names',
      statement: allow(logs, 'kms:*', forGroup('arn:aws:logs:*:111122223333:log-group:/a')),
      admits: true,
    },
    {
      why: 'what its condition does not name',
      statement: allow(logs, 'kms:*', forGroup('arn:aws:logs:*:111122223333:log-group:/b')),
      admits: false,
    },
    {
      why: 'conditions on what is not told',
      statement: allow(logs, 'kms:*', { Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }),
      admits: true,
    },
  ])('$why: $admits', async ({ statement, admits }) => {
    const aws = testAccount()
    const key = await aws.make('Key', { policy: document(allow(root, 'kms:*'), statement) })
    expect(keyAdmits(worldOf(aws), key.attributes['arn'], asked)).toBe(admits)
    await aws.remove(key)
    expect(keyAdmits(worldOf(aws), key.attributes['arn'], asked)).toBe(false)
  })
})
