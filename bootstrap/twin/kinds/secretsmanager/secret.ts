import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import type { Leftover } from '../../service/companions.ts'
import { checksum, digits } from '../../service/ids.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { keyRefusal } from '../kms/usable-key.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'

/** A place for secret values. Its id is its ARN. Deleted, its name is taken until its recovery window is over. */
export const secret: Kind = {
  resource: managed('secretsmanager', 'Secret', 'secrets'),
  title: 'Secrets Manager Secret',
  service: 'Secrets Manager',
  calls: { create: 'CreateSecret', modify: 'UpdateSecret', delete: 'DeleteSecret' },
  context: { create: ({ args, id }) => `creating Secrets Manager Secret (${args['name'] ?? id})` },
  arguments: [
    'description',
    'forceOverwriteReplicaSecret',
    'kmsKeyId',
    'name',
    'recoveryWindowInDays',
    'region',
    'replica',
    'tags',
  ],
  replacing: replacingOf('secretsmanager', 'Secret'),
  notLateInitialized: ['name'],
  // what RDS keeps in the secret that it manages
  hidden: ['value'],
  references: [{ argument: 'kmsKeyId', to: 'Key', value: 'name' }],
  naming: {
    by: 'aws',
    id: ({ seed, owner, turn }, { region, accountId, args }) => {
      const suffix = digits(`${seed}/${owner}/${turn}`, 6)
      return `arn:aws:secretsmanager:${region}:${accountId}:secret:${args['name'] ?? defaultName(owner, turn)}-${suffix}`
    },
  },
  create: (world, { id, args }) =>
    firstRefusal(
      () => nameIsFree(world, nameIn(id)),
      () => settingsFit(world, args),
    ) ?? {
      arn: id,
      name: nameIn(id),
      recoveryWindowInDays: args['recoveryWindowInDays'] ?? 30,
      forceOverwriteReplicaSecret: args['forceOverwriteReplicaSecret'] ?? false,
    },
  modify: (world, { attributes }) => settingsFit(world, attributes),
  leaves: ({ now }, resource) => deletedSecret(now, resource),
  derive: (world, { id }) => {
    const policy = world.all('SecretPolicy').find(({ attributes }) => attributes['secretArn'] === id)
    return policy ? { policy: policy.attributes['policy'] } : {}
  },
}

/** Under which the account keeps a secret between its deletion and the end of its recovery window. */
export const scheduledSecret = 'ScheduledSecret'

/** The secret of that name or ARN, or the service's words for one that is not there. */
export const secretOr = (world: World, id: unknown): AwsResource | Refusal => {
  const found = world.all('Secret').find((one) => one.id === id || one.attributes['name'] === id)
  if (found) return found
  return world.get(scheduledSecret, nameIn(String(id)))
    ? refuse(
        'InvalidRequestException',
        `You can't perform this operation on the secret because it was marked for deletion.`,
      )
    : refuse('ResourceNotFoundException', `Secrets Manager can't find the specified secret.`, { wants: 'Secret' })
}

/** Days, not scaled: nobody waits for the end, and a name that is not free yet is the point of it. */
const deletedSecret = (now: number, { attributes }: AwsResource): Leftover[] => {
  const days = Number(attributes['recoveryWindowInDays'])
  if (days === 0) return []
  const name = String(attributes['name'])
  return [
    {
      kind: scheduledSecret,
      id: name,
      attributes: { arn: attributes['arn'], name },
      goneAt: now + days * 24 * 3_600_000,
    },
  ]
}

const nameIsFree = (world: World, name: string): Refusal | undefined => {
  if (!/^[A-Za-z0-9/_+=.@!-]{1,512}$/.test(name))
    return refuse(
      'ValidationException',
      'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
    )
  if (world.get(scheduledSecret, name))
    return refuse(
      'InvalidRequestException',
      `You can't create this secret because a secret with this name is already scheduled for deletion.`,
    )
  const other = world.all('Secret').find(({ attributes }) => attributes['name'] === name)
  return (
    other &&
    refuse('ResourceExistsException', `The operation failed because the secret ${name} already exists.`, {
      blockers: [other.id],
    })
  )
}

const settingsFit = (world: World, args: Attributes): Refusal | undefined =>
  firstRefusal(
    () => windowFits(args['recoveryWindowInDays']),
    () => keyWorks(world, args['kmsKeyId']),
  )

/** The provider judges the window before it asks AWS; zero means to delete at once. */
const windowFits = (days: unknown): Refusal | undefined =>
  days === undefined || days === 0 || (Number(days) >= 7 && Number(days) <= 30)
    ? undefined
    : refuse(
        'InvalidParameterException',
        `expected recovery_window_in_days to be 0 or in the range (7 - 30), got ${days}`,
        { byProvider: true },
      )

const keyWorks = (world: World, key: unknown): Refusal | undefined => {
  const refusal = keyRefusal(world, key)
  return (
    refusal &&
    refuse('InvalidRequestException', `The KMS key cannot be used: ${refusal.message}`, { wants: refusal.wants })
  )
}

const nameIn = (arn: string): string =>
  arn.includes(':secret:') ? arn.slice(arn.indexOf(':secret:') + ':secret:'.length, -7) : arn

const defaultName = (owner: string, turn: number): string => `terraform-${checksum(`${owner}/${turn}`)}`
