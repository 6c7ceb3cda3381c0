import type { Kind } from '../../service/kind.ts'
import { isRefusal } from '../../service/refusal.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { topicOr } from './topic.ts'
import { topicPolicyRefusal } from './topic-policy-document.ts'

/** Who may publish and subscribe. A topic has one; without it the account alone may. */
export const topicPolicy: Kind = {
  resource: managed('sns', 'TopicPolicy', 'topicpolicies'),
  title: 'SNS Topic Policy',
  service: 'SNS',
  calls: { create: 'SetTopicAttributes', modify: 'SetTopicAttributes', delete: 'SetTopicAttributes' },
  context: { create: ({ args }) => `setting SNS Topic (${args['arn']}) attribute (Policy)` },
  arguments: ['arn', 'policy', 'region'],
  replacing: replacingOf('sns', 'TopicPolicy'),
  documents: ['policy'],
  references: [{ argument: 'arn', to: 'Topic', value: 'arn' }],
  naming: { by: 'arguments', id: ({ arn }) => (typeof arn === 'string' ? arn : undefined) },
  create: (world, { args }) => {
    const topic = topicOr(world, args['arn'])
    if (isRefusal(topic)) return topic
    return topicPolicyRefusal(world, String(args['arn']), args['policy']) ?? { owner: world.accountId }
  },
  modify: (world, { id, attributes }) => topicPolicyRefusal(world, id, attributes['policy']),
}
