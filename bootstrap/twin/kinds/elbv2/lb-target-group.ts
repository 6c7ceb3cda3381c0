import type { Attributes } from '../../service/aws-resource.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { balancersOf, usersOfTargetGroup } from './actions.ts'
import { arnSuffix, nameOr, nameRefusal, suffixFrom } from './names.ts'

/** Where a load balancer sends requests to. Who is in it is not the provider's business here: a controller registers pods. */
export const lbTargetGroup: Kind = {
  resource: managed('elbv2', 'LBTargetGroup', 'lbtargetgroups'),
  title: 'ELBv2 Target Group',
  service: 'Elastic Load Balancing v2',
  calls: { create: 'CreateTargetGroup', modify: 'ModifyTargetGroup', delete: 'DeleteTargetGroup' },
  context: { create: ({ args }) => `creating ELBv2 Target Group (${args['name']})` },
  arguments: [
    'connectionTermination',
    'deregistrationDelay',
    'healthCheck',
    'ipAddressType',
    'lambdaMultiValueHeadersEnabled',
    'loadBalancingAlgorithmType',
    'loadBalancingAnomalyMitigation',
    'loadBalancingCrossZoneEnabled',
    'name',
    'port',
    'preserveClientIp',
    'protocol',
    'protocolVersion',
    'proxyProtocolV2',
    'region',
    'slowStart',
    'stickiness',
    'tags',
    'targetControlPort',
    'targetFailover',
    'targetGroupHealth',
    'targetHealthState',
    'targetType',
    'vpcId',
  ],
  replacing: replacingOf('elbv2', 'LBTargetGroup'),
  notLateInitialized: ['targetFailover'],
  references: [{ argument: 'vpcId', to: 'VPC', value: 'name' }],
  naming: {
    by: 'aws',
    id: (from, { region, accountId, args }) => {
      const suffix = suffixFrom(from)
      return `arn:aws:elasticloadbalancing:${region}:${accountId}:targetgroup/${nameOr(args, 'tf-', suffix)}/${suffix}`
    },
  },
  create: (world, { id, args }) =>
    firstRefusal(
      () => nameRefusal('Target group', nameIn(id)),
      () => nameIsFree(world, nameIn(id)),
      () => quotaOf(world),
      () => placeOf(world, args),
      () => healthCheckFits(args),
    ) ?? { ...defaults(args), arn: id, arnSuffix: arnSuffix(id), name: nameIn(id) },
  modify: (_world, { attributes }) => healthCheckFits(attributes),
  remove: (world, { id }) => {
    const blockers = usersOfTargetGroup(world, id)
    if (blockers.length === 0) return undefined
    return refuse('ResourceInUse', `Target group '${id}' is currently in use by a listener or a rule`, { blockers })
  },
  derive: (world, { id }) => ({ loadBalancerArns: balancersOf(world, id) }),
}

const nameIn = (arn: string): string => arn.split('/')[1] ?? ''

const nameIsFree = (world: World, name: string): Refusal | undefined =>
  world.all('LBTargetGroup').some((other) => nameIn(other.id) === name)
    ? refuse(
        'DuplicateTargetGroupName',
        `A target group with the same name '${name}' exists, but with different settings`,
      )
    : undefined

const quotaOf = (world: World): Refusal | undefined =>
  world.all('LBTargetGroup').length >= world.quotas.targetGroupsPerRegion
    ? refuse('TooManyTargetGroups', 'The maximum number of target groups has been reached')
    : undefined

const placeOf = (world: World, { targetType, port, protocol, vpcId }: Attributes): Refusal | undefined => {
  if (targetType === 'lambda') return undefined
  if (!['instance', 'ip', 'alb'].includes(String(targetType ?? 'instance')))
    return refuse('ValidationError', `'${targetType}' is not a valid target type`)
  if (!(Number(port) >= 1 && Number(port) <= 65_535)) return refuse('ValidationError', 'A port must be specified')
  if (!['HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP', 'TCP_UDP', 'GENEVE'].includes(String(protocol)))
    return refuse('ValidationError', 'A protocol must be specified')
  return world.get('VPC', vpcId) ? undefined : refuse('ValidationError', `The VPC ID '${vpcId}' is not found`)
}

const ranges = [
  ['interval', 'Health check interval', 5, 300],
  ['timeout', 'Health check timeout', 2, 120],
  ['healthyThreshold', 'Healthy threshold count', 2, 10],
  ['unhealthyThreshold', 'Unhealthy threshold count', 2, 10],
] as const

const healthCheckFits = (args: Attributes): Refusal | undefined => {
  const check = (args['healthCheck'] ?? {}) as Attributes
  for (const [field, words, min, max] of ranges) {
    const value = Number(check[field] ?? min)
    if (value < min || value > max)
      return refuse('ValidationError', `${words} '${value}' must be between '${min}' and '${max}' inclusive`)
  }
  const { interval = 30, timeout = 5, path = '/', matcher = '200' } = check
  if (Number(timeout) >= Number(interval))
    return refuse(
      'ValidationError',
      `Health check timeout '${timeout}' must be smaller than the interval '${interval}'`,
    )
  if (!String(path).startsWith('/'))
    return refuse('ValidationError', `Health check path '${path}' must begin with a '/' character`)
  return String(matcher)
    .split(/[,-]/)
    .every((code) => /^[2-4]\d\d$/.test(code))
    ? undefined
    : refuse('ValidationError', `Health check matcher HTTP code '${matcher}' must be within '200-499' inclusive`)
}

const defaults = (args: Attributes): Attributes => ({
  deregistrationDelay: args['deregistrationDelay'] ?? '300',
  healthCheck: args['healthCheck'] ?? {
    enabled: true,
    interval: 30,
    path: '/',
    port: 'traffic-port',
    protocol: 'HTTP',
  },
  ipAddressType: args['ipAddressType'] ?? 'ipv4',
  loadBalancingAlgorithmType: args['loadBalancingAlgorithmType'] ?? 'round_robin',
  protocolVersion: args['protocolVersion'] ?? 'HTTP1',
  targetType: args['targetType'] ?? 'instance',
})
