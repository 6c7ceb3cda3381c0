import { arnOf } from '../../service/arn.ts'
import type { AwsResource } from '../../service/aws-resource.ts'
import { formatCidr, parseCidr } from '../../service/cidr.ts'
import { derivedId, ec2Id } from '../../service/ids.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { ec2 } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { inVpc } from './found.ts'

/** A virtual network. It comes with a main route table, a default security group and a default network ACL. */
export const vpc: Kind = {
  resource: ec2('VPC', 'vpcs'),
  title: 'EC2 VPC',
  service: 'EC2',
  calls: { create: 'CreateVpc', modify: 'ModifyVpcAttribute', delete: 'DeleteVpc' },
  arguments: [
    'assignGeneratedIpv6CidrBlock',
    'cidrBlock',
    'enableDnsHostnames',
    'enableDnsSupport',
    'enableNetworkAddressUsageMetrics',
    'instanceTenancy',
    'ipv4IpamPoolId',
    'ipv4NetmaskLength',
    'ipv6CidrBlock',
    'ipv6CidrBlockNetworkBorderGroup',
    'ipv6IpamPoolId',
    'ipv6NetmaskLength',
    'region',
    'tags',
  ],
  replacing: replacingOf('ec2', 'VPC'),
  notLateInitialized: ['cidrBlock', 'ipv6CidrBlock'],
  references: [],
  naming: { by: 'aws', id: (from) => ec2Id('vpc', from) },
  create: (world, { id, args }) =>
    firstRefusal(
      () => rangeOf(args['cidrBlock']),
      () => quotaOf(world),
    ) ?? {
      cidrBlock: formatCidr(parseCidr(args['cidrBlock']) ?? { start: 0, prefix: 0 }),
      arn: arnOf(world, 'ec2', `vpc/${id}`),
      defaultNetworkAclId: derivedId('acl', id),
      defaultRouteTableId: derivedId('rtb', id),
      defaultSecurityGroupId: derivedId('sg', id),
      dhcpOptionsId: derivedId('dopt', world.region),
      enableDnsHostnames: args['enableDnsHostnames'] ?? false,
      enableDnsSupport: args['enableDnsSupport'] ?? true,
      enableNetworkAddressUsageMetrics: args['enableNetworkAddressUsageMetrics'] ?? false,
      instanceTenancy: args['instanceTenancy'] ?? 'default',
      mainRouteTableId: derivedId('rtb', id),
      ownerId: world.accountId,
    },
  remove: (world, { id }) => {
    const blockers = dependentsOf(world, id)
    if (blockers.length === 0) return undefined
    return refuse('DependencyViolation', `The vpc '${id}' has dependencies and cannot be deleted.`, {
      blockers: blockers.map((resource) => resource.id),
    })
  },
}

/** What keeps a VPC. Gateway endpoints do not: they go with it. */
const dependentsOf = (world: World, id: string): AwsResource[] => [
  ...['Subnet', 'InternetGateway', 'NATGateway', 'RouteTable', 'SecurityGroup', 'NetworkInterface'].flatMap((kind) =>
    inVpc(world, kind, id),
  ),
  ...inVpc(world, 'VPCEndpoint', id).filter(({ attributes }) => attributes['vpcEndpointType'] === 'Interface'),
]

const rangeOf = (cidrBlock: unknown) => {
  if (cidrBlock === undefined)
    return refuse('MissingParameter', 'The request must contain the parameter CidrBlock or Ipv4IpamPoolId')
  const cidr = parseCidr(cidrBlock)
  if (!cidr)
    return refuse(
      'InvalidParameterValue',
      `Value (${cidrBlock}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`,
    )
  return cidr.prefix < 16 || cidr.prefix > 28
    ? refuse('InvalidVpc.Range', `The CIDR '${cidrBlock}' is invalid.`)
    : undefined
}

const quotaOf = (world: World) =>
  world.all('VPC').length >= world.quotas.vpcsPerRegion
    ? refuse('VpcLimitExceeded', 'The maximum number of VPCs has been reached.')
    : undefined
