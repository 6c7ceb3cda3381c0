import { arnOf } from '../../service/arn.ts'
import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { keyRefusal } from '../kms/usable-key.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { topicPolicyRefusal } from './topic-policy-document.ts'

const roles = ['application', 'firehose', 'http', 'lambda', 'sqs'].flatMap((protocol) => [
  `${protocol}FailureFeedbackRoleArn`,
  `${protocol}SuccessFeedbackRoleArn`,
])

/** Where messages are published for those who subscribed. Its external name is its name, its id the ARN. */
export const topic: Kind = {
  resource: managed('sns', 'Topic', 'topics'),
  title: 'SNS Topic',
  service: 'SNS',
  calls: { create: 'CreateTopic', modify: 'SetTopicAttributes', delete: 'DeleteTopic' },
  context: { create: ({ id }) => `creating SNS Topic (${id})` },
  arguments: [
    ...roles,
    'applicationSuccessFeedbackSampleRate',
    'archivePolicy',
    'contentBasedDeduplication',
    'deliveryPolicy',
    'displayName',
    'fifoThroughputScope',
    'fifoTopic',
    'firehoseSuccessFeedbackSampleRate',
    'httpSuccessFeedbackSampleRate',
    'kmsMasterKeyId',
    'lambdaSuccessFeedbackSampleRate',
    'policy',
    'region',
    'signatureVersion',
    'sqsSuccessFeedbackSampleRate',
    'tags',
    'tracingConfig',
  ],
  replacing: replacingOf('sns', 'Topic'),
  documents: ['policy', 'deliveryPolicy', 'archivePolicy'],
  notLateInitialized: ['policy'],
  references: roles.map((argument) => ({ argument, to: 'Role', value: 'arn' })),
  naming: { by: 'user' },
  create: (world, { id, args }) =>
    firstRefusal(
      () => nameFits(id, args),
      () => settingsOf(world, id, args),
    ) ?? { arn: arnOf(world, 'sns', id), owner: world.accountId, signatureVersion: args['signatureVersion'] ?? 1 },
  modify: (world, { id, attributes }) => settingsOf(world, id, attributes),
  derive: (_world, { attributes }) => ({ id: attributes['arn'] }),
  // its policy and its subscriptions go with it
  companions: (world, resource) => partsOf(world, resource),
}

const nameFits = (name: string, { fifoTopic }: Attributes): Refusal | undefined =>
  (fifoTopic === true ? /^[A-Za-z0-9_-]{1,251}\.fifo$/ : /^[A-Za-z0-9_-]{1,256}$/).test(name)
    ? undefined
    : refuse('InvalidParameter', 'Invalid parameter: Topic Name')

/** Stricter than SNS, which takes any key and fails when it publishes. */
const settingsOf = (world: World, name: string, args: Attributes): Refusal | undefined =>
  firstRefusal(
    () => keyRefusal(world, args['kmsMasterKeyId']),
    () =>
      args['policy'] === undefined ? undefined : topicPolicyRefusal(world, arnOf(world, 'sns', name), args['policy']),
  )

const partsOf = (world: World, { attributes }: AwsResource): AwsResource[] => [
  ...world.all('TopicPolicy').filter((one) => one.attributes['arn'] === attributes['arn']),
  ...world.all('TopicSubscription').filter((one) => one.attributes['topicArn'] === attributes['arn']),
]

/** The topic of an ARN, or SNS' words for one that is not there. */
export const topicOr = (world: World, arn: unknown): AwsResource | Refusal =>
  world.all('Topic').find(({ attributes }) => attributes['arn'] === arn) ??
  refuse('NotFound', 'Topic does not exist', { status: 404, wants: 'Topic' })
