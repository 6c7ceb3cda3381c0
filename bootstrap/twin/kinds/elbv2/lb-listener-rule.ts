import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { actionsRefusal } from './actions.ts'
import { suffixFrom } from './names.ts'

/** What a listener does with some of its requests. Rules are asked in the order of their priorities. */
export const lbListenerRule: Kind = {
  resource: managed('elbv2', 'LBListenerRule', 'lblistenerrules'),
  title: 'ELBv2 Listener Rule',
  service: 'Elastic Load Balancing v2',
  calls: { create: 'CreateRule', modify: 'ModifyRule', delete: 'DeleteRule' },
  arguments: ['action', 'condition', 'listenerArn', 'priority', 'region', 'tags', 'transform'],
  replacing: replacingOf('elbv2', 'LBListenerRule'),
  references: [
    { argument: 'action.forward.targetGroup.arn', to: 'LBTargetGroup', value: 'arn' },
    { argument: 'action.targetGroupArn', to: 'LBTargetGroup', value: 'arn' },
    { argument: 'listenerArn', to: 'LBListener', value: 'arn' },
  ],
  naming: {
    by: 'aws',
    id: (from, { args }) =>
      `${String(args['listenerArn']).replace(':listener/', ':listener-rule/')}/${suffixFrom(from)}`,
  },
  within: { listenerArn: 'LBListener' },
  create: (world, { id, args }) => {
    const listener = world.get('LBListener', args['listenerArn'])
    if (!listener) return refuse('ListenerNotFound', `Listeners '[${args['listenerArn']}]' not found`)
    const priority = args['priority'] ?? nextPriority(world, listener)
    return (
      firstRefusal(
        () => quotaOf(world, listener),
        () => settingsOf(world, id, { ...args, priority }),
      ) ?? { arn: id, priority }
    )
  },
  modify: (world, { id, attributes }) => settingsOf(world, id, attributes),
}

const rulesOf = (world: World, listenerArn: unknown): AwsResource[] =>
  world.all('LBListenerRule').filter(({ attributes }) => attributes['listenerArn'] === listenerArn)

const nextPriority = (world: World, { id }: AwsResource): number =>
  Math.max(0, ...rulesOf(world, id).map(({ attributes }) => Number(attributes['priority']))) + 1

/** The quota counts the rules of all listeners of a load balancer. */
const quotaOf = (world: World, { attributes }: AwsResource): Refusal | undefined => {
  const listeners = world
    .all('LBListener')
    .filter((other) => other.attributes['loadBalancerArn'] === attributes['loadBalancerArn'])
  const count = listeners.flatMap((listener) => rulesOf(world, listener.id)).length
  return count >= world.quotas.rulesPerLoadBalancer
    ? refuse('TooManyRules', 'The maximum number of rules for this load balancer has been reached')
    : undefined
}

const settingsOf = (world: World, id: string, args: Attributes): Refusal | undefined =>
  firstRefusal(
    () => priorityIsFree(world, id, args),
    () => conditionsFit((args['condition'] ?? []) as Attributes[]),
    () =>
      actionsRefusal(
        world,
        args['action'],
        world.get('LBListener', args['listenerArn'])?.attributes['loadBalancerArn'],
      ),
  )

const priorityIsFree = (world: World, id: string, { listenerArn, priority }: Attributes): Refusal | undefined => {
  if (!(Number(priority) >= 1 && Number(priority) <= 50_000))
    return refuse('ValidationError', `Priority '${priority}' must be between '1' and '50000' inclusive`)
  const rival = rulesOf(world, listenerArn).find(
    (other) => other.id !== id && other.attributes['priority'] === priority,
  )
  return rival && refuse('PriorityInUse', `Priority '${priority}' is currently in use`, { blockers: [rival.id] })
}

const fields = ['hostHeader', 'httpHeader', 'httpRequestMethod', 'pathPattern', 'queryString', 'sourceIp']

/** AWS' limit for all conditions of one rule together. */
const mostValues = 5

const conditionsFit = (conditions: readonly Attributes[]): Refusal | undefined => {
  if (conditions.length === 0) return refuse('ValidationError', 'A rule must have at least one condition')
  if (conditions.some((condition) => fields.filter((field) => condition[field] !== undefined).length !== 1))
    return refuse('ValidationError', 'A condition must have exactly one field with values')
  const values = conditions.flatMap(valuesOf)
  if (values.length > mostValues)
    return refuse('ValidationError', `A rule can have at most '${mostValues}' condition values`)
  const wrong = values.find((value) => value === '' || value.length > 128)
  return wrong === undefined
    ? undefined
    : refuse('ValidationError', `Condition value '${wrong}' must be between '1' and '128' characters long`)
}

const valuesOf = (condition: Attributes): string[] =>
  fields.flatMap((field) => {
    const given = condition[field] as Attributes | readonly Attributes[] | undefined
    if (given === undefined) return []
    if (Array.isArray(given)) return given.map(({ value }) => String(value))
    const { values = [], regexValues = [] } = given as Readonly<Record<string, string[]>>
    return [...values, ...regexValues]
  })
