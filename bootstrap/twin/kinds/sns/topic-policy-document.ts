import { type PolicyStatement, parsePolicy, principalsOf } from '../../service/policy-document.ts'
import { isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'

/** SNS' no to a policy of a topic. It takes the actions of topics one by one and no `sns:*`. */
export const topicPolicyRefusal = (world: World, topicArn: string, policy: unknown): Refusal | undefined => {
  const document = parsePolicy(policy, 'InvalidParameter')
  if (isRefusal(document)) return invalid('Policy Error: null')
  if (document.Statement.some((statement) => !hasKnownActions(statement)))
    return invalid('Policy statement action out of service scope!')
  if (document.Statement.some(({ Resource }) => [Resource ?? []].flat().join() !== topicArn))
    return invalid('Policy statement must apply to a single resource')
  const named = document.Statement.flatMap((statement) => principalsOf(statement, 'AWS'))
  const roles = new Set(world.all('Role').map(({ attributes }) => attributes['arn']))
  const isUnknown = (name: string) => name.startsWith(`arn:aws:iam::${world.accountId}:role/`) && !roles.has(name)
  return named.some(isUnknown)
    ? refuse('InvalidParameter', 'Invalid parameter: Policy Error: PrincipalNotFound', { wants: 'Role' })
    : undefined
}

const actions = [
  ...['AddPermission', 'DeleteTopic', 'GetDataProtectionPolicy', 'GetTopicAttributes', 'ListSubscriptionsByTopic'],
  ...['ListTagsForResource', 'Publish', 'PutDataProtectionPolicy', 'Receive', 'RemovePermission'],
  ...['SetTopicAttributes', 'Subscribe'],
].map((name) => `sns:${name}`.toLowerCase())

const hasKnownActions = ({ Action }: PolicyStatement): boolean =>
  Action !== undefined && [Action].flat().every((action) => actions.includes(action.toLowerCase()))

const invalid = (message: string): Refusal => refuse('InvalidParameter', `Invalid parameter: ${message}`)
