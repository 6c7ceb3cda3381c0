import { arnOf } from '../../service/arn.ts'
import type { Attributes } from '../../service/aws-resource.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { instanceNamed } from './found.ts'

/** Tells a topic of what happens to databases. */
export const eventSubscription: Kind = {
  resource: managed('rds', 'EventSubscription', 'eventsubscriptions'),
  title: 'RDS Event Subscription',
  service: 'RDS',
  calls: { create: 'CreateEventSubscription', modify: 'ModifyEventSubscription', delete: 'DeleteEventSubscription' },
  context: { create: ({ id }) => `creating RDS Event Subscription (${id})` },
  arguments: ['enabled', 'eventCategories', 'region', 'snsTopic', 'sourceIds', 'sourceType', 'tags'],
  replacing: replacingOf('rds', 'EventSubscription'),
  references: [
    { argument: 'snsTopic', to: 'Topic', value: 'arn' },
    {
      argument: 'sourceIds',
      to: 'Instance',
      value: 'identifier',
      list: true,
      refs: 'sourceIdsRefs',
      selector: 'sourceIdsSelector',
    },
  ],
  naming: { by: 'user' },
  create: (world, { id, args }) =>
    firstRefusal(
      () => isNew(world, id),
      () => settingsFit(world, args),
    ) ?? { arn: arnOf(world, 'rds', `es:${id}`), customerAwsId: world.accountId, enabled: args['enabled'] ?? true },
  modify: (world, { attributes }) => settingsFit(world, attributes),
}

const isNew = (world: World, name: string): Refusal | undefined =>
  world.get('EventSubscription', name)
    ? refuse('SubscriptionAlreadyExist', `Subscription ${name} already exists.`)
    : undefined

const settingsFit = (world: World, args: Attributes): Refusal | undefined =>
  firstRefusal(
    () => topicExists(world, args['snsTopic']),
    () => sourcesExist(world, args),
    () => categoriesExist(args),
  )

const topicExists = (world: World, arn: unknown): Refusal | undefined =>
  world.all('Topic').some(({ id, attributes }) => attributes['arn'] === arn || id === arn)
    ? undefined
    : refuse('SNSTopicArnNotFound', `SNS topic ${arn} does not exist`, { status: 404, wants: 'Topic' })

const sourcesExist = (world: World, args: Attributes): Refusal | undefined => {
  const ids = [args['sourceIds'] ?? []].flat()
  if (ids.length > 0 && args['sourceType'] === undefined)
    return refuse('InvalidParameterCombination', 'SourceType must be specified when SourceIds are specified')
  const missing = args['sourceType'] === 'db-instance' ? ids.find((id) => !instanceNamed(world, id)) : undefined
  return missing === undefined
    ? undefined
    : refuse('SourceNotFound', `Could not find source with ID ${missing}`, { status: 404, wants: 'Instance' })
}

const categoriesExist = (args: Attributes): Refusal | undefined => {
  if (args['sourceType'] !== 'db-instance') return undefined
  const unknown = [args['eventCategories'] ?? []]
    .flat()
    .find((category) => !instanceCategories.includes(String(category)))
  return unknown === undefined
    ? undefined
    : refuse('SubscriptionCategoryNotFound', `Event category ${unknown} is not valid for source type db-instance`, {
        status: 404,
      })
}

/** Source: RDS user guide, event categories of DB instances. */
const instanceCategories = [
  'availability',
  'backtrack',
  'backup',
  'configuration change',
  'creation',
  'deletion',
  'failover',
  'failure',
  'low storage',
  'maintenance',
  'notification',
  'patching',
  'read replica',
  'recovery',
  'restoration',
  'security',
  'security patching',
]
