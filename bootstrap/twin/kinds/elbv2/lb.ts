import type { Attributes } from '../../service/aws-resource.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { accessLogObjects, accessLogsRefusal } from './access-logs.ts'
import { interfacesOf, isInternal, placeRefusal, subnetsOf, vpcOf } from './lb-place.ts'
import { arnSuffix, nameOr, nameRefusal, suffixFrom } from './names.ts'
import { hostedZoneOf } from './region-facts.ts'

/** An application load balancer, with a network interface in each of its subnets. Its listeners go with it. */
export const lb: Kind = {
  resource: managed('elbv2', 'LB', 'lbs'),
  title: 'ELBv2 Load Balancer',
  service: 'Elastic Load Balancing v2',
  calls: { create: 'CreateLoadBalancer', modify: 'ModifyLoadBalancerAttributes', delete: 'DeleteLoadBalancer' },
  context: { create: ({ args }) => `creating ELBv2 application Load Balancer (${args['name']})` },
  arguments: [
    'accessLogs',
    'clientKeepAlive',
    'connectionLogs',
    'customerOwnedIpv4Pool',
    'desyncMitigationMode',
    'dnsRecordClientRoutingPolicy',
    'dropInvalidHeaderFields',
    'enableCrossZoneLoadBalancing',
    'enableDeletionProtection',
    'enableHttp2',
    'enableTlsVersionAndCipherSuiteHeaders',
    'enableWafFailOpen',
    'enableXffClientPort',
    'enableZonalShift',
    'enforceSecurityGroupInboundRulesOnPrivateLinkTraffic',
    'healthCheckLogs',
    'idleTimeout',
    'internal',
    'ipAddressType',
    'ipamPools',
    'loadBalancerType',
    'minimumLoadBalancerCapacity',
    'name',
    'preserveHostHeader',
    'region',
    'secondaryIpsAutoAssignedPerSubnet',
    'securityGroups',
    'subnetMapping',
    'subnets',
    'tags',
    'xffHeaderProcessingMode',
  ],
  replacing: replacingOf('elbv2', 'LB'),
  notLateInitialized: ['accessLogs'],
  references: [
    { argument: 'accessLogs.bucket', to: 'Bucket', value: 'name' },
    { argument: 'securityGroups', to: 'SecurityGroup', value: 'name', list: true },
    { argument: 'subnetMapping.subnetId', to: 'Subnet', value: 'name' },
    { argument: 'subnets', to: 'Subnet', value: 'name', list: true },
  ],
  naming: {
    by: 'aws',
    id: (from, { region, accountId, args }) => {
      const suffix = suffixFrom(from)
      return `arn:aws:elasticloadbalancing:${region}:${accountId}:loadbalancer/app/${nameOr(args, 'tf-lb-', suffix)}/${suffix}`
    },
  },
  create: (world, { id, args }) =>
    firstRefusal(
      () => nameRefusal('Load balancer', nameIn(id)),
      () => nameIsFree(world, nameIn(id)),
      () => quotaOf(world),
      () => settingsOf(world, id, args),
    ) ?? { ...defaults(world, args), ...identity(world, id, args) },
  modify: (world, { id, attributes }) => settingsOf(world, id, attributes),
  remove: (_world, { id, attributes }) =>
    attributes['enableDeletionProtection'] === true
      ? refuse(
          'OperationNotPermitted',
          `Load balancer '${id}' cannot be deleted because deletion protection is enabled`,
        )
      : undefined,
  derive: (_world, { attributes }) => ({ subnetMapping: subnetsOf(attributes).map((subnetId) => ({ subnetId })) }),
  companions: (world, resource) => [...interfacesOf(world, resource), ...accessLogObjects(world, resource)],
}

const nameIn = (arn: string): string => arn.split('/')[2] ?? ''

const nameIsFree = (world: World, name: string): Refusal | undefined =>
  world.all('LB').some((other) => nameIn(other.id) === name)
    ? refuse(
        'DuplicateLoadBalancerName',
        `A load balancer with the same name '${name}' exists, but with different settings`,
      )
    : undefined

const quotaOf = (world: World): Refusal | undefined =>
  world.all('LB').length >= world.quotas.loadBalancersPerRegion
    ? refuse('TooManyLoadBalancers', 'The maximum number of load balancers has been reached')
    : undefined

const settingsOf = (world: World, id: string, args: Attributes): Refusal | undefined =>
  firstRefusal(
    () => placeRefusal(world, args),
    () => within('idle_timeout.timeout_seconds', args['idleTimeout'], 1, 4000),
    () => within('client_keep_alive.seconds', args['clientKeepAlive'], 60, 604_800),
    () => accessLogsRefusal(world, id, args),
  )

const within = (key: string, value: unknown, min: number, max: number): Refusal | undefined =>
  value === undefined || (Number(value) >= min && Number(value) <= max)
    ? undefined
    : refuse('ValidationError', `Load balancer attribute key '${key}' must be between ${min} and ${max} inclusive`)

const defaults = (world: World, args: Attributes): Attributes => ({
  clientKeepAlive: args['clientKeepAlive'] ?? 3600,
  desyncMitigationMode: args['desyncMitigationMode'] ?? 'defensive',
  dropInvalidHeaderFields: args['dropInvalidHeaderFields'] ?? false,
  enableDeletionProtection: args['enableDeletionProtection'] ?? false,
  enableHttp2: args['enableHttp2'] ?? true,
  idleTimeout: args['idleTimeout'] ?? 60,
  internal: isInternal(args),
  ipAddressType: args['ipAddressType'] ?? 'ipv4',
  loadBalancerType: args['loadBalancerType'] ?? 'application',
  preserveHostHeader: args['preserveHostHeader'] ?? false,
  securityGroups: args['securityGroups'] ?? [
    world.get('VPC', vpcOf(world, args))?.attributes['defaultSecurityGroupId'],
  ],
  subnets: subnetsOf(args),
  xffHeaderProcessingMode: args['xffHeaderProcessingMode'] ?? 'append',
})

const identity = (world: World, id: string, args: Attributes): Attributes => {
  const scheme = isInternal(args) ? 'internal-' : ''
  const number = Number.parseInt(id.slice(-8), 16) % 2 ** 31
  return {
    arn: id,
    arnSuffix: arnSuffix(id),
    dnsName: `${scheme}${nameIn(id)}-${number}.${world.region}.elb.amazonaws.com`.toLowerCase(),
    name: nameIn(id),
    vpcId: vpcOf(world, args),
    zoneId: hostedZoneOf[world.region],
  }
}
