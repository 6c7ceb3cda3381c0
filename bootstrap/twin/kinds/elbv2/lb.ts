import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { inVpc, securityGroupOr, vpcIdOf } from '../ec2/found.ts'
import { interfaceIn } from '../ec2/network-interface.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { accessLogObjects, accessLogsRefusal } from './access-logs.ts'
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
    () => subnetsFit(world, args),
    () => groupsFit(world, args),
    () => within('idle_timeout.timeout_seconds', args['idleTimeout'], 1, 4000),
    () => within('client_keep_alive.seconds', args['clientKeepAlive'], 60, 604_800),
    () => accessLogsRefusal(world, id, args),
  )

const subnetsOf = (args: Attributes): string[] => {
  const mapped = ((args['subnetMapping'] ?? []) as Attributes[]).map(({ subnetId }) => String(subnetId))
  return [...((args['subnets'] ?? mapped) as string[])]
}

const isInternal = (args: Attributes): boolean => args['internal'] === true

const subnetsFit = (world: World, args: Attributes): Refusal | undefined => {
  const ids = subnetsOf(args)
  const found = ids.map((id) => world.get('Subnet', id))
  const missing = ids.find((_id, at) => !found[at])
  if (missing !== undefined) return refuse('SubnetNotFound', `The subnet ID '${missing}' does not exist`)
  const zones = new Set(found.map((subnet) => subnet?.attributes['availabilityZone']))
  const vpcs = [...new Set(found.map((subnet) => subnet?.attributes['vpcId']))]
  if (zones.size < 2)
    return refuse('ValidationError', 'At least two subnets in two different Availability Zones must be specified')
  if (zones.size < ids.length)
    return refuse(
      'InvalidConfigurationRequest',
      'A load balancer cannot be attached to multiple subnets in the same Availability Zone',
    )
  if (vpcs.length > 1) return refuse('InvalidConfigurationRequest', 'All subnets must belong to the same VPC')
  return isInternal(args) || inVpc(world, 'InternetGateway', vpcs[0]).length > 0
    ? undefined
    : refuse('InvalidSubnet', `VPC ${vpcs[0]} has no internet gateway`, { wants: 'InternetGateway' })
}

const vpcOf = (world: World, args: Attributes): unknown => world.get('Subnet', subnetsOf(args)[0])?.attributes['vpcId']

const groupsFit = (world: World, args: Attributes): Refusal | undefined => {
  const wrong = ((args['securityGroups'] ?? []) as string[]).some((id) => {
    const group = securityGroupOr(world, id)
    if (isRefusal(group)) return true
    return (group.kind === 'VPC' ? group.id : vpcIdOf(group)) !== vpcOf(world, args)
  })
  return wrong ? refuse('InvalidSecurityGroup', 'One or more security groups are invalid') : undefined
}

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
  const [number] = [Number.parseInt(id.slice(-8), 16) % 2 ** 31]
  return {
    arn: id,
    arnSuffix: arnSuffix(id),
    dnsName:
      `${isInternal(args) ? 'internal-' : ''}${nameIn(id)}-${number}.${world.region}.elb.amazonaws.com`.toLowerCase(),
    name: nameIn(id),
    vpcId: vpcOf(world, args),
    zoneId: hostedZoneOf[world.region],
  }
}

const interfacesOf = (world: World, { id, attributes }: AwsResource) =>
  subnetsOf(attributes).map((subnetId) =>
    interfaceIn(world, {
      of: id,
      subnetId,
      securityGroups: attributes['securityGroups'] as string[],
      description: `ELB ${arnSuffix(id)}`,
      isPublic: !isInternal(attributes),
    }),
  )
