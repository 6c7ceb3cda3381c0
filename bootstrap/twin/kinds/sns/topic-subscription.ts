import type { Attributes } from '../../service/aws-resource.ts'
import { uuidFrom } from '../../service/ids.ts'
import type { Kind } from '../../service/kind.ts'
import { isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { topicOr } from './topic.ts'

/** Who gets the messages of a topic. Whoever gets them by mail has to confirm first, which nobody does here. */
export const topicSubscription: Kind = {
  resource: managed('sns', 'TopicSubscription', 'topicsubscriptions'),
  title: 'SNS Topic Subscription',
  service: 'SNS',
  calls: { create: 'Subscribe', modify: 'SetSubscriptionAttributes', delete: 'Unsubscribe' },
  arguments: [
    'confirmationTimeoutInMinutes',
    'deliveryPolicy',
    'endpoint',
    'endpointAutoConfirms',
    'filterPolicy',
    'filterPolicyScope',
    'protocol',
    'rawMessageDelivery',
    'redrivePolicy',
    'region',
    'replayPolicy',
    'subscriptionRoleArn',
    'topicArn',
  ],
  replacing: replacingOf('sns', 'TopicSubscription'),
  documents: ['deliveryPolicy', 'filterPolicy', 'redrivePolicy', 'replayPolicy'],
  references: [
    { argument: 'subscriptionRoleArn', to: 'Role', value: 'arn' },
    { argument: 'topicArn', to: 'Topic', value: 'arn' },
  ],
  // the same endpoint subscribed again is the same subscription
  naming: { by: 'aws', id: (_from, { args }) => subscriptionArn(args) },
  create: (world, { id, args }) => {
    const topic = topicOr(world, args['topicArn'])
    if (isRefusal(topic)) return topic
    return (
      endpointFits(args) ?? {
        arn: id,
        confirmationTimeoutInMinutes: args['confirmationTimeoutInMinutes'] ?? 1,
        confirmationWasAuthenticated: false,
        endpointAutoConfirms: args['endpointAutoConfirms'] ?? false,
        ownerId: world.accountId,
        pendingConfirmation: needsConfirmation.includes(String(args['protocol'])),
        rawMessageDelivery: args['rawMessageDelivery'] ?? false,
      }
    )
  },
}

const subscriptionArn = ({ topicArn, protocol, endpoint }: Attributes): string =>
  `${topicArn}:${uuidFrom(`${topicArn}/${protocol}/${endpoint}`)}`

const needsConfirmation = ['email', 'email-json', 'http', 'https']

const endpoints: Readonly<Record<string, RegExp>> = {
  application: /^arn:aws:sns:/,
  email: /^[^@\s]+@[^@\s]+$/,
  'email-json': /^[^@\s]+@[^@\s]+$/,
  firehose: /^arn:aws:firehose:/,
  http: /^http:\/\//,
  https: /^https:\/\//,
  lambda: /^arn:aws:lambda:/,
  sms: /^\+?[0-9-]+$/,
  sqs: /^arn:aws:sqs:/,
}

const endpointFits = ({ protocol, endpoint }: Attributes): Refusal | undefined => {
  const pattern = endpoints[String(protocol)]
  if (!pattern)
    return refuse(
      'InvalidParameter',
      `Invalid parameter: Amazon SNS does not support this protocol string: ${protocol}`,
    )
  if (pattern.test(String(endpoint))) return undefined
  const words = String(protocol).startsWith('email') ? 'Email address' : `${protocol} endpoint`
  return refuse('InvalidParameter', `Invalid parameter: ${words}`)
}
