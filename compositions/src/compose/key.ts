import { partitionOf } from '../aws-facts.ts'
import type { Layer } from '../layer.ts'
import { type Desired, type Extras, managed } from '../managed.ts'
import { policyDocument, type Statement } from './policy-document.ts'

/** What a key of a layer is for. */
export type KeyPurpose = Readonly<{
  /** What it encrypts, in words for the console. */
  description: string
  /** Number of the account. While it is unknown the key has the policy that AWS gives; the next round names the account. */
  account: string | undefined
  /** Who may use it, and on what terms. */
  uses: readonly KeyUse[]
  /** Days in which a deleted key can be called back; KMS takes 7 to 30. */
  deletionWindowInDays?: number
}>

/** A statement of the key policy, for the region and account of the key. */
export type KeyUse = (place: Readonly<{ region: string; account: string }>) => Statement

/** The KMS key of a layer: it rotates every year, the account administers it, and it serves the uses that are named. */
export const kmsKey = (layer: Layer, key: string, purpose: KeyPurpose, extras: Extras = {}): Desired<'kms/Key'> => {
  const { description, account, uses, deletionWindowInDays = 30 } = purpose
  const place = account ? { region: layer.region, account } : undefined
  return managed(
    layer,
    'kms/Key',
    key,
    {
      description: `${description} of ${layer.owner.namespace}/${layer.owner.name}`,
      enableKeyRotation: true,
      deletionWindowInDays,
      ...(place ? { policy: policyDocument([administration(place), ...uses.map((use) => use(place))]) } : {}),
    },
    extras,
  )
}

/**
 * Identities of the account may use the key through these services and not directly, as far as their own rights go. Names as in
 * kms:ViaService, for example `rds`. Source: KMS guide, "kms:ViaService".
 */
export const throughServices =
  (...services: readonly [string, ...string[]]): KeyUse =>
  ({ region, account }) => ({
    Sid: 'ThroughServices',
    Effect: 'Allow',
    Principal: { AWS: rootOf({ region, account }) },
    Action: cryptography,
    Resource: '*',
    Condition: { StringEquals: { 'kms:ViaService': services.map((service) => `${service}.${region}.amazonaws.com`) } },
  })

/**
 * CloudWatch Logs uses the key for these log groups and no others. Source: CloudWatch Logs guide, "Encrypt log data in CloudWatch
 * Logs using AWS KMS".
 */
export const forLogGroups =
  (...logGroups: readonly [string, ...string[]]): KeyUse =>
  ({ region, account }) => ({
    Sid: 'LogGroups',
    Effect: 'Allow',
    Principal: { Service: `logs.${region}.amazonaws.com` },
    Action: cryptography,
    Resource: '*',
    Condition: {
      ArnEquals: {
        'kms:EncryptionContext:aws:logs:arn': logGroups.map(
          (name) => `arn:${partitionOf(region)}:logs:${region}:${account}:log-group:${name}`,
        ),
      },
    },
  })

/** A service that publishes by itself, for example `cloudwatch.amazonaws.com` into an encrypted topic, for this account only. */
export const forService =
  (service: string): KeyUse =>
  ({ account }) => ({
    Sid: `Service${service.replace(/\.amazonaws\.com.*$/, '').replace(/[^a-zA-Z0-9]/g, '')}`,
    Effect: 'Allow',
    Principal: { Service: service },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    Resource: '*',
    Condition: { StringEquals: { 'aws:SourceAccount': account } },
  })

/**
 * Without this nobody could ever change the key again. It gives no right to decrypt. Source: KMS guide, "Allows key administrators
 * to administer the KMS key".
 */
const administration: KeyUse = (place) => ({
  Sid: 'Account',
  Effect: 'Allow',
  Principal: { AWS: rootOf(place) },
  Action: [
    ...[
      'Create*',
      'Describe*',
      'Enable*',
      'List*',
      'Put*',
      'Update*',
      'Revoke*',
      'Retire*',
      'Disable*',
      'Get*',
      'Delete*',
    ],
    ...['TagResource', 'UntagResource', 'ScheduleKeyDeletion', 'CancelKeyDeletion', 'RotateKeyOnDemand'],
  ].map((action) => `kms:${action}`),
  Resource: '*',
})

const rootOf = ({ region, account }: Parameters<KeyUse>[0]): string => `arn:${partitionOf(region)}:iam::${account}:root`

const cryptography = ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*']
