import { regions, zonesOfRegion } from '@taskplatform/crds/regions'
import { arnOf } from '../../service/arn.ts'
import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import { contains, formatCidr, overlaps, parseCidr } from '../../service/cidr.ts'
import { ec2Id } from '../../service/ids.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { ec2 } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { inVpc, vpcOr } from './found.ts'
import { interfacesInSubnet } from './network-interface.ts'

/** A range of addresses of a VPC in one availability zone. */
export const subnet: Kind = {
  resource: ec2('Subnet', 'subnets'),
  title: 'EC2 Subnet',
  service: 'EC2',
  calls: { create: 'CreateSubnet', modify: 'ModifySubnetAttribute', delete: 'DeleteSubnet' },
  arguments: [
    'assignIpv6AddressOnCreation',
    'availabilityZone',
    'availabilityZoneId',
    'cidrBlock',
    'customerOwnedIpv4Pool',
    'enableDns64',
    'enableLniAtDeviceIndex',
    'enableResourceNameDnsARecordOnLaunch',
    'enableResourceNameDnsAaaaRecordOnLaunch',
    'ipv4IpamPoolId',
    'ipv4NetmaskLength',
    'ipv6CidrBlock',
    'ipv6IpamPoolId',
    'ipv6Native',
    'ipv6NetmaskLength',
    'mapCustomerOwnedIpOnLaunch',
    'mapPublicIpOnLaunch',
    'outpostArn',
    'privateDnsHostnameTypeOnLaunch',
    'region',
    'tags',
    'vpcId',
  ],
  replacing: replacingOf('ec2', 'Subnet'),
  notLateInitialized: ['availabilityZoneId'],
  references: [{ argument: 'vpcId', to: 'VPC', value: 'name' }],
  naming: { by: 'aws', id: (from) => ec2Id('subnet', from) },
  within: { vpcId: 'VPC' },
  create: (world, { id, args }) => {
    const vpc = vpcOr(world, args['vpcId'])
    if (isRefusal(vpc)) return vpc
    const zones = zonesOf(world.region)
    const zone = args['availabilityZone'] ?? zones[0]
    return (
      firstRefusal(
        () => zoneIn(zones, zone),
        () => rangeIn(world, vpc, args),
        () => quotaOf(world, vpc),
      ) ?? { ...defaults(args), ...identity(world, id, zone, zones), cidrBlock: canonical(args['cidrBlock']) }
    )
  },
  remove: (world, { id }) => {
    const blockers = interfacesIn(world, id)
    if (blockers.length === 0) return undefined
    return refuse('DependencyViolation', `The subnet '${id}' has dependencies and cannot be deleted.`, { blockers })
  },
}

/** Ids of what has a network interface in a subnet. */
const interfacesIn = (world: World, id: string): string[] => {
  const interfaces = interfacesInSubnet(world, id)
  const gateways = world.all('NATGateway').filter(({ attributes }) => attributes['subnetId'] === id)
  const endpoints = world.all('VPCEndpointSubnetAssociation').filter(({ attributes }) => attributes['subnetId'] === id)
  return [...gateways, ...endpoints, ...interfaces].map((one) => one.id)
}

const zonesOf = (region: string): readonly string[] =>
  (regions as readonly string[]).includes(region) ? zonesOfRegion[region as keyof typeof zonesOfRegion] : []

const zoneIn = (zones: readonly string[], zone: unknown): Refusal | undefined =>
  zones.includes(String(zone))
    ? undefined
    : refuse(
        'InvalidParameterValue',
        `Value (${zone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${zones.join(', ')}.`,
      )

const rangeIn = (world: World, vpc: AwsResource, args: Attributes): Refusal | undefined => {
  const text = args['cidrBlock']
  const cidr = parseCidr(text)
  const outer = parseCidr(vpc.attributes['cidrBlock'])
  if (!cidr)
    return refuse(
      'InvalidParameterValue',
      `Value (${text}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`,
    )
  if (!outer || !contains(outer, cidr) || cidr.prefix > 28)
    return refuse('InvalidSubnet.Range', `The CIDR '${text}' is invalid.`)
  const taken = inVpc(world, 'Subnet', vpc.id).find(({ attributes }) => {
    const other = parseCidr(attributes['cidrBlock'])
    return other !== undefined && overlaps(other, cidr)
  })
  return taken && refuse('InvalidSubnet.Conflict', `The CIDR '${text}' conflicts with another subnet`)
}

const quotaOf = (world: World, vpc: AwsResource): Refusal | undefined =>
  inVpc(world, 'Subnet', vpc.id).length >= world.quotas.subnetsPerVpc
    ? refuse('SubnetLimitExceeded', 'The maximum number of subnets has been reached.')
    : undefined

const canonical = (text: unknown): string => formatCidr(parseCidr(text) ?? { start: 0, prefix: 0 })

const identity = (world: World, id: string, zone: unknown, zones: readonly string[]): Attributes => ({
  arn: arnOf(world, 'ec2', `subnet/${id}`),
  availabilityZone: zone,
  availabilityZoneId: `${shortRegion(world.region)}-az${zones.indexOf(String(zone)) + 1}`,
  ownerId: world.accountId,
})

/** `apne1` for `ap-northeast-1`, as in zone ids. */
const shortRegion = (region: string): string => {
  const [area = '', direction = '', number = ''] = region.split('-')
  const points = direction.match(/north|south|east|west|central/g) ?? []
  return area + points.map((point) => point[0]).join('') + number
}

const defaults = (args: Attributes): Attributes => ({
  assignIpv6AddressOnCreation: false,
  enableDns64: false,
  enableResourceNameDnsARecordOnLaunch: false,
  enableResourceNameDnsAaaaRecordOnLaunch: false,
  ipv6Native: false,
  mapPublicIpOnLaunch: false,
  privateDnsHostnameTypeOnLaunch: 'ip-name',
  ...args,
})
