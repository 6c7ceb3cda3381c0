import { arnOf } from '../../service/arn.ts'
import type { Attributes } from '../../service/aws-resource.ts'
import { uuidFrom } from '../../service/ids.ts'
import type { Kind } from '../../service/kind.ts'
import { parsePolicy } from '../../service/policy-document.ts'
import { firstRefusal, isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import { managed } from '../managed-resource.ts'

/** An encryption key. Deleting it begins its waiting time, with which the provider is content. */
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
  replacing: ['customKeyStoreId', 'customerMasterKeySpec', 'keyUsage', 'multiRegion', 'region', 'xksKeyId'],
  documents: ['policy'],
  references: [],
  naming: { by: 'aws', id: ({ seed, owner, turn }) => uuidFrom(`${seed}/${owner}/${turn}`) },
  create: (world, { id, args }) =>
    keyRefusal(args) ?? {
      ...defaults(args),
      arn: arnOf(world, 'kms', `key/${id}`),
      keyId: id,
      policy: args['policy'] ?? accountPolicy(world.accountId),
    },
  modify: (_world, { attributes }) => keyRefusal(attributes),
}

const keyRefusal = (args: Attributes): Refusal | undefined =>
  firstRefusal(
    () => policyOf(args['policy']),
    () => between('pendingWindowInDays', args['deletionWindowInDays'], 7, 30),
    () => between('rotationPeriodInDays', args['rotationPeriodInDays'], 90, 2560),
  )

const policyOf = (policy: unknown): Refusal | undefined => {
  if (policy === undefined) return undefined
  const document = parsePolicy(policy, 'MalformedPolicyDocumentException')
  if (isRefusal(document)) return document
  const mayChangePolicy = document.Statement.some(
    ({ Effect, Action, Principal }) =>
      Effect === 'Allow' &&
      typeof Principal === 'object' &&
      'AWS' in Principal &&
      [Action ?? []].flat().some((action) => ['kms:*', '*', 'kms:PutKeyPolicy', 'kms:Put*'].includes(action)),
  )
  return mayChangePolicy
    ? undefined
    : refuse(
        'MalformedPolicyDocumentException',
        'The new key policy will not allow you to update the key policy in the future.',
      )
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
