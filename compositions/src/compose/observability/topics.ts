import { type Desired, managed, refTo } from '../../managed.ts'
import { asked, identifier } from '../../observed.ts'
import { topicName } from './observability-names.ts'
import { keys, type ObservabilityPlan, type Severity, severities } from './observability-plan.ts'
import { topicPolicy } from './topic-policy.ts'

/** A topic for each severity, encrypted, with a policy and the addresses that get mail. */
export const topics = (plan: ObservabilityPlan): Desired[] => severities.flatMap((severity) => topicOf(plan, severity))

/** What the topics wait for. */
export const withheldTopics = (plan: ObservabilityPlan): string[] => {
  if (severities.some((severity) => !keyIdFor(plan, severity))) return ['the key, to encrypt the topics']
  return plan.account ? [] : ['the account, to say who may publish']
}

const topicOf = (plan: ObservabilityPlan, severity: Severity): Desired[] => {
  const keyId = keyIdFor(plan, severity)
  if (!keyId) return []
  return [topic(plan, severity, keyId), ...policy(plan, severity), ...subscriptions(plan, severity)]
}

/** The provider has no reference from a topic to its key. A topic that is encrypted is never left without. */
const keyIdFor = ({ observed }: ObservabilityPlan, severity: Severity): string | undefined =>
  identifier(observed, keys.key) ?? asked(observed, 'sns/Topic', keys.topic(severity)).kmsMasterKeyId

const topic = (plan: ObservabilityPlan, severity: Severity, kmsMasterKeyId: string): Desired => {
  const { layer } = plan
  return managed(
    layer,
    'sns/Topic',
    keys.topic(severity),
    {
      // stands in the subject of mails; SNS takes 100 characters
      displayName: `${layer.platform} ${severity}`.slice(0, 100),
      kmsMasterKeyId,
      // SHA-256: what receives a message can check that it came from AWS
      signatureVersion: 2,
    },
    { externalName: topicName(plan, severity) },
  )
}

const policy = (plan: ObservabilityPlan, severity: Severity): Desired[] => {
  const { layer, account } = plan
  if (!account) return []
  const place = { region: layer.region, account, topicName: topicName(plan, severity) }
  return [
    managed(layer, 'sns/TopicPolicy', keys.topicPolicy(severity), {
      arnRef: refTo(layer, keys.topic(severity)),
      policy: topicPolicy(place, severity),
    }),
  ]
}

/** AWS asks each address once; until somebody answers, it gets nothing. */
const subscriptions = ({ layer, spec }: ObservabilityPlan, severity: Severity): Desired[] =>
  spec.emails[severity].map((address) =>
    managed(layer, 'sns/TopicSubscription', keys.subscription(severity, address), {
      topicArnRef: refTo(layer, keys.topic(severity)),
      protocol: 'email',
      endpoint: address,
    }),
  )
