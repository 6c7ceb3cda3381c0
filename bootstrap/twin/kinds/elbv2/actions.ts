import type { Attributes } from '../../service/aws-resource.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'

/** The target groups that the actions of a listener or a rule send requests to. */
export const targetGroupsOf = (actions: unknown): string[] =>
  ((actions ?? []) as Attributes[]).flatMap(({ targetGroupArn, forward }) => {
    const several = ((forward as Attributes | undefined)?.['targetGroup'] ?? []) as Attributes[]
    return [...new Set([targetGroupArn, ...several.map(({ arn }) => arn)].filter((arn) => arn !== undefined))].map(
      String,
    )
  })

/** ELB's no to the actions of a listener or a rule of a load balancer. */
export const actionsRefusal = (world: World, actions: unknown, balancerArn: unknown): Refusal | undefined =>
  firstRefusal(
    () => eachIsComplete((actions ?? []) as Attributes[]),
    () => targetsFit(world, targetGroupsOf(actions), balancerArn),
  )

const eachIsComplete = (actions: readonly Attributes[]): Refusal | undefined => {
  if (actions.length === 0) return refuse('ValidationError', 'A listener or rule must have at least one action')
  for (const action of actions) {
    const complaint = complaintAbout(action)
    if (complaint) return complaint
  }
  return undefined
}

const complaintAbout = (action: Attributes): Refusal | undefined => {
  const fixed = action['fixedResponse'] as Attributes | undefined
  switch (action['type']) {
    case 'forward':
      return targetGroupsOf([action]).length > 0
        ? undefined
        : refuse('ValidationError', 'A target group ARN must be specified for a forward action')
    case 'redirect':
      return redirectFits(action['redirect'] as Attributes | undefined)
    case 'fixed-response':
      return /^[245]\d\d$/.test(String(fixed?.['statusCode'] ?? '200')) && fixed?.['contentType'] !== undefined
        ? undefined
        : refuse(
            'InvalidLoadBalancerAction',
            'The fixed response must have a content type and a status code 2XX, 4XX or 5XX',
          )
    case 'authenticate-cognito':
    case 'authenticate-oidc':
    case 'jwt-validation':
      return undefined
    default:
      return refuse('InvalidLoadBalancerAction', `'${action['type']}' is not a valid action type`)
  }
}

const redirectFits = (redirect: Attributes | undefined): Refusal | undefined => {
  if (!['HTTP_301', 'HTTP_302'].includes(String(redirect?.['statusCode'])))
    return refuse('InvalidLoadBalancerAction', 'The redirect status code must be HTTP_301 or HTTP_302')
  const kept = { host: '#{host}', path: '/#{path}', port: '#{port}', protocol: '#{protocol}' }
  const changes = Object.entries(kept).some(([field, same]) => (redirect?.[field] ?? same) !== same)
  return changes
    ? undefined
    : refuse(
        'InvalidLoadBalancerAction',
        'The redirect configuration is not valid because it creates a loop. The URI (protocol, host, port and path) must differ',
      )
}

const targetsFit = (world: World, arns: readonly string[], balancerArn: unknown): Refusal | undefined => {
  const balancer = world.get('LB', balancerArn)
  for (const arn of arns) {
    const group = world.get('LBTargetGroup', arn)
    if (!group) return refuse('TargetGroupNotFound', `Target groups '${arn}' not found`, { wants: 'LBTargetGroup' })
    if (group.attributes['vpcId'] !== balancer?.attributes['vpcId'])
      return refuse(
        'InvalidConfigurationRequest',
        `The following target groups are not in the same VPC as the load balancer: ${arn}`,
      )
    if (balancersOf(world, arn).some((other) => other !== balancerArn))
      return refuse(
        'TargetGroupAssociationLimit',
        `The following target groups cannot be associated with more than one load balancer: ${arn}`,
      )
  }
  return undefined
}

/** The load balancers that send requests to a target group: AWS allows one. */
export const balancersOf = (world: World, targetGroupArn: string): string[] => {
  const listeners = world
    .all('LBListener')
    .filter(({ attributes }) => targetGroupsOf(attributes['defaultAction']).includes(targetGroupArn))
  const rules = world
    .all('LBListenerRule')
    .filter(({ attributes }) => targetGroupsOf(attributes['action']).includes(targetGroupArn))
    .map(({ attributes }) => world.get('LBListener', attributes['listenerArn']))
  return [
    ...new Set([...listeners, ...rules].flatMap((one) => (one ? [String(one.attributes['loadBalancerArn'])] : []))),
  ]
}

/** Listeners and rules that name a target group. */
export const usersOfTargetGroup = (world: World, arn: string): string[] =>
  [
    ...world.all('LBListener').filter(({ attributes }) => targetGroupsOf(attributes['defaultAction']).includes(arn)),
    ...world.all('LBListenerRule').filter(({ attributes }) => targetGroupsOf(attributes['action']).includes(arn)),
  ].map(({ id }) => id)
