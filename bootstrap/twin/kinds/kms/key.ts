import { arnOf } from '../../service/arn.ts'
import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import type { Leftover } from '../../service/companions.ts'
import { uuidFrom } from '../../service/ids.ts'
import type { Kind } from '../../service/kind.ts'
import { isAllowed, type PolicyDocument, parsePolicy, principalsOf } from '../../service/policy-document.ts'
import { firstRefusal, isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { pendingKey } from './usable-key.ts'

/**
 * An encryption key. Deleting it begins its waiting time, with which the provider is content: the account keeps it as pending
 * deletion until then, and nobody can use it any more.
 */
export const key: Kind = {
  resource: managed('kms', 'Key', 'keys'),
  title: 'KMS Key',
  service: 'KMS',
  calls: { create: 'CreateKey', modify: 'PutKeyPolicy', delete: 'ScheduleKeyDeletion' },
  arguments: [
    'bypassPolicyLockoutSafetyCheck',
    'customKeyStoreId',
    'customerMasterKeySpec',
    'deletionWindowInDays',
    'description',
    'enableKeyRotation',
    'isEnabled',
    'keyUsage',
    'multiRegion',
    'policy',
    'region',
    'rotationPeriodInDays',
    'tags',
    'xksKeyId',
  ],
  replacing: replacingOf('kms', 'Key'),
  documents: ['policy'],
  references: [],
  naming: { by: 'aws', id: ({ seed, owner, turn }) => uuidFrom(`${seed}/${owner}/${turn}`) },
  create: (world, { id, args }) =>
    settingsOf(world, args) ?? {
      ...defaults(args),
      arn: arnOf(world, 'kms', `key/${id}`),
      keyId: id,
      policy: args['policy'] ?? accountPolicy(world.accountId),
    },
  modify: (world, { attributes }) => settingsOf(world, attributes),
  leaves: ({ now }, key) => [pending(now, key)],
}

/** Days, not scaled: nobody waits for the end, and a key that can still be called back is the point of it. */
const pending = (now: number, { id, attributes }: AwsResource): Leftover => {
  const goneAt = now + Number(attributes['deletionWindowInDays'] ?? 30) * 24 * 3_600_000
  return { kind: pendingKey, id, attributes: { ...attributes, keyState: 'PendingDeletion' }, goneAt }
}

const settingsOf = (world: World, args: Attributes): Refusal | undefined =>
  firstRefusal(
    () => policyOf(world, args),
    () => between('pendingWindowInDays', args['deletionWindowInDays'], 7, 30),
    () => between('rotationPeriodInDays', args['rotationPeriodInDays'], 90, 2560),
  )

const malformed = 'MalformedPolicyDocumentException'

const policyOf = (world: World, args: Attributes): Refusal | undefined => {
  if (args['policy'] === undefined) return undefined
  const document = parsePolicy(args['policy'], malformed)
  if (isRefusal(document)) return document
  return firstRefusal(
    () => principalsExist(world, document),
    () => (args['bypassPolicyLockoutSafetyCheck'] === true ? undefined : locksNobodyOut(world, document)),
  )
}

/** KMS looks up the roles of the account that a policy names. */
const principalsExist = (world: World, { Statement }: PolicyDocument): Refusal | undefined => {
  const known = [...world.all('Role'), ...world.all('ServiceLinkedRole')]
  const roles = new Set(known.map(({ attributes }) => attributes['arn']))
  const ours = new RegExp(`^arn:aws:iam::${world.accountId}:role/`)
  const unknown = Statement.flatMap((statement) => principalsOf(statement, 'AWS')).some(
    (name) => ours.test(name) && !roles.has(name),
  )
  return unknown
    ? refuse(malformed, 'Policy contains a statement with one or more invalid principals.', { wants: 'Role' })
    : undefined
}

/** The lockout check: whoever administers the account must be able to change the policy again. */
const locksNobodyOut = (world: World, document: PolicyDocument): Refusal | undefined => {
  const principals = [`arn:aws:iam::${world.accountId}:root`, world.accountId]
  return isAllowed(document, { principals, action: 'kms:PutKeyPolicy' })
    ? undefined
    : refuse(malformed, 'The new key policy will not allow you to update the key policy in the future.')
}

const between = (name: string, value: unknown, min: number, max: number): Refusal | undefined =>
  value === undefined || (Number(value) >= min && Number(value) <= max)
    ? undefined
    : refuse(
        'ValidationException',
        `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must be between ${min} and ${max}`,
      )

const defaults = (args: Attributes): Attributes => ({
  bypassPolicyLockoutSafetyCheck: args['bypassPolicyLockoutSafetyCheck'] ?? false,
  customerMasterKeySpec: args['customerMasterKeySpec'] ?? 'SYMMETRIC_DEFAULT',
  enableKeyRotation: args['enableKeyRotation'] ?? false,
  isEnabled: args['isEnabled'] ?? true,
  keyUsage: args['keyUsage'] ?? 'ENCRYPT_DECRYPT',
  multiRegion: args['multiRegion'] ?? false,
  ...(args['enableKeyRotation'] === true && { rotationPeriodInDays: args['rotationPeriodInDays'] ?? 365 }),
})

const accountPolicy = (accountId: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  })
