import { uuidFrom } from '../../service/ids.ts'
import type { Kind } from '../../service/kind.ts'
import { isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { secretOr } from './secret.ts'

/** A value of a secret. The account holds a handle of it; the value is in the vault. */
export const secretVersion: Kind = {
  resource: managed('secretsmanager', 'SecretVersion', 'secretversions'),
  title: 'Secrets Manager Secret Version',
  service: 'Secrets Manager',
  calls: { create: 'PutSecretValue', modify: 'PutSecretValue', delete: 'UpdateSecretVersionStage' },
  context: {
    create: ({ args }) => `putting Secrets Manager Secret (${args['secretId']}) value`,
    delete: ({ id }) => `deleting Secrets Manager Secret Version (${id}) stage (AWSCURRENT)`,
  },
  arguments: ['region', 'secretId', 'secretStringWoVersion', 'versionStages'],
  replacing: replacingOf('secretsmanager', 'SecretVersion'),
  notLateInitialized: ['versionStages'],
  secretInputs: [
    { argument: 'secretString', ref: 'secretStringSecretRef' },
    { argument: 'secretBinary', ref: 'secretBinarySecretRef' },
    { argument: 'secretStringWo', ref: 'secretStringWoSecretRef' },
  ],
  hidden: ['secretString', 'secretBinary', 'secretStringWo'],
  references: [{ argument: 'secretId', to: 'Secret', value: 'id' }],
  naming: {
    by: 'aws',
    id: ({ seed, owner, turn }, { args }) =>
      `${args['secretId']}|terraform-${uuidFrom(`${seed}/${owner}/${turn}`).replaceAll('-', '')}`,
  },
  within: { secretId: 'Secret' },
  create: (world, { id, args }) => {
    const secret = secretOr(world, args['secretId'])
    if (isRefusal(secret)) return secret
    return (
      hasOneValue(args) ?? {
        arn: secret.id,
        hasSecretStringWo: args['secretStringWo'] !== undefined,
        versionId: id.slice(id.indexOf('|') + 1),
        versionStages: args['versionStages'] ?? ['AWSCURRENT'],
      }
    )
  },
}

const hasOneValue = (args: Readonly<Record<string, unknown>>): Refusal | undefined =>
  ['secretString', 'secretBinary', 'secretStringWo'].filter((argument) => args[argument] !== undefined).length === 1
    ? undefined
    : refuse('InvalidRequestException', 'You must provide either SecretString or SecretBinary.')
