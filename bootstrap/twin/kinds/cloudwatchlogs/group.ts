import { arnOf } from '../../service/arn.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { keyAdmits } from '../kms/usable-key.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'

/** A place for log lines, encrypted by a key whose policy lets the service in. */
export const group: Kind = {
  resource: managed('cloudwatchlogs', 'Group', 'groups'),
  title: 'CloudWatch Logs Log Group',
  service: 'CloudWatch Logs',
  calls: { create: 'CreateLogGroup', modify: 'PutRetentionPolicy', delete: 'DeleteLogGroup' },
  context: { create: ({ id }) => `creating CloudWatch Logs Log Group (${id})` },
  arguments: [
    'deletionProtectionEnabled',
    'kmsKeyId',
    'logGroupClass',
    'region',
    'retentionInDays',
    'skipDestroy',
    'tags',
  ],
  replacing: replacingOf('cloudwatchlogs', 'Group'),
  references: [{ argument: 'kmsKeyId', to: 'Key', value: 'arn' }],
  naming: { by: 'user' },
  create: (world, { id, args }) =>
    firstRefusal(
      () => nameFits(id),
      () => isNew(world, id),
      () => keyLetsIn(world, id, args['kmsKeyId']),
      () => retentionOf(args['retentionInDays']),
    ) ?? {
      arn: arnOf(world, 'logs', `log-group:${id}`),
      deletionProtectionEnabled: args['deletionProtectionEnabled'] ?? false,
      logGroupClass: args['logGroupClass'] ?? 'STANDARD',
      retentionInDays: args['retentionInDays'] ?? 0,
      skipDestroy: args['skipDestroy'] ?? false,
    },
  modify: (world, { id, attributes }, changed) =>
    firstRefusal(
      () => retentionOf(attributes['retentionInDays']),
      () => ('kmsKeyId' in changed ? keyLetsIn(world, id, attributes['kmsKeyId']) : undefined),
    ),
  remove: (_world, { id, attributes }) =>
    attributes['deletionProtectionEnabled'] === true
      ? refuse('ValidationException', `Log group ${id} has deletion protection enabled and cannot be deleted`)
      : undefined,
}

const nameFits = (name: string): Refusal | undefined =>
  /^[.\-_/#A-Za-z0-9]{1,512}$/.test(name)
    ? undefined
    : refuse(
        'InvalidParameterException',
        `1 validation error detected: Value '${name}' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+`,
      )

const isNew = (world: World, name: string): Refusal | undefined =>
  world.get('Group', name)
    ? refuse('ResourceAlreadyExistsException', 'The specified log group already exists')
    : undefined

const keyLetsIn = (world: World, name: string, arn: unknown): Refusal | undefined => {
  const logGroup = arnOf(world, 'logs', `log-group:${name}`)
  const service = {
    principals: [`logs.${world.region}.amazonaws.com`, 'logs.amazonaws.com'],
    keys: { 'kms:EncryptionContext:aws:logs:arn': logGroup },
  }
  const actions = ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey']
  if (actions.every((action) => keyAdmits(world, arn, { ...service, action }))) return undefined
  return refuse(
    'InvalidParameterException',
    `The specified KMS key does not exist or is not allowed to be used with LogGroup '${logGroup}'`,
    { wants: 'Key' },
  )
}

const retentions = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]

const retentionOf = (days: unknown): Refusal | undefined =>
  days === undefined || retentions.includes(Number(days))
    ? undefined
    : refuse(
        'InvalidParameterException',
        `1 validation error detected: Value '${days}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${retentions.slice(1).join(', ')}]`,
      )
