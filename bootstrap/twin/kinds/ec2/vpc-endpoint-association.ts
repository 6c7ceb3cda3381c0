import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import { checksum } from '../../service/ids.ts'
import type { Kind } from '../../service/kind.ts'
import { isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { ec2 } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { routeTableOr, securityGroupOr, subnetOr, vpcIdOf } from './found.ts'
import { hasDefaultGroup } from './vpc-endpoint.ts'

/** Puts a route to a gateway endpoint into a route table. */
export const vpcEndpointRouteTableAssociation: Kind = {
  ...association('RouteTable', 'vpcendpointroutetableassociations', 'routeTableId'),
  references: [
    { argument: 'routeTableId', to: 'RouteTable', value: 'id' },
    { argument: 'vpcEndpointId', to: 'VPCEndpoint', value: 'id' },
  ],
  create: (world, { args }) => {
    const endpoint = endpointOf(world, args, 'Gateway')
    if (isRefusal(endpoint)) return endpoint
    const table = routeTableOr(world, args['routeTableId'])
    if (isRefusal(table)) return table
    if (vpcIdOf(table) !== vpcIdOf(endpoint))
      return refuse('InvalidParameter', `route table ${table.id} is not in the VPC of ${endpoint.id}`)
    return noRival(world, endpoint, table) ?? {}
  },
}

/** Gives an interface endpoint a network interface in a subnet. */
export const vpcEndpointSubnetAssociation: Kind = {
  ...association('Subnet', 'vpcendpointsubnetassociations', 'subnetId'),
  references: [
    { argument: 'subnetId', to: 'Subnet', value: 'name' },
    { argument: 'vpcEndpointId', to: 'VPCEndpoint', value: 'id' },
  ],
  oneAtATime: (args) => String(args['vpcEndpointId']),
  create: (world, { args }) => {
    const endpoint = endpointOf(world, args, 'Interface')
    if (isRefusal(endpoint)) return endpoint
    const subnet = subnetOr(world, args['subnetId'])
    if (isRefusal(subnet)) return refuse('InvalidSubnetId.NotFound', subnet.message)
    if (vpcIdOf(subnet) !== vpcIdOf(endpoint))
      return refuse('InvalidParameter', `The VPC of subnet ${subnet.id} is not the VPC of ${endpoint.id}`)
    return zoneIsFree(world, endpoint, subnet) ?? {}
  },
}

/** Puts the interfaces of an endpoint into a security group, if asked in place of the default one. */
export const vpcEndpointSecurityGroupAssociation: Kind = {
  ...association('SecurityGroup', 'vpcendpointsecuritygroupassociations', 'securityGroupId'),
  arguments: ['region', 'replaceDefaultAssociation', 'securityGroupId', 'vpcEndpointId'],
  references: [
    { argument: 'securityGroupId', to: 'SecurityGroup', value: 'name' },
    { argument: 'vpcEndpointId', to: 'VPCEndpoint', value: 'id' },
  ],
  create: (world, { args }) => {
    const endpoint = endpointOf(world, args, 'Interface')
    if (isRefusal(endpoint)) return endpoint
    const group = securityGroupOr(world, args['securityGroupId'])
    if (isRefusal(group)) return group
    const replaceDefaultAssociation = args['replaceDefaultAssociation'] ?? false
    if (replaceDefaultAssociation && !hasDefaultGroup(world, endpoint.id))
      return refuse('InvalidParameter', `no association of default Security Group with VPC Endpoint (${endpoint.id})`)
    return { replaceDefaultAssociation }
  },
}

function association(what: string, plural: string, argument: string): Omit<Kind, 'create' | 'references'> {
  const words = what.replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
  const place = ({ args }: { args: Attributes }) =>
    `VPC Endpoint ${words} Association (${args['vpcEndpointId']}/${args[argument]})`
  return {
    resource: ec2(`VPCEndpoint${what}Association`, plural),
    title: `VPC Endpoint ${words} Association`,
    service: 'EC2',
    calls: { create: 'ModifyVpcEndpoint', modify: 'ModifyVpcEndpoint', delete: 'ModifyVpcEndpoint' },
    context: { create: (about) => `creating ${place(about)}`, delete: (about) => `deleting ${place(about)}` },
    arguments: ['region', argument, 'vpcEndpointId'],
    replacing: replacingOf('ec2', `VPCEndpoint${what}Association`),
    naming: {
      by: 'arguments',
      id: (args) => {
        const [endpoint, other] = [args['vpcEndpointId'], args[argument]]
        return endpoint && other ? `a-${endpoint}${checksum(String(other))}` : undefined
      },
    },
    within: { vpcEndpointId: 'VPCEndpoint', ...(what === 'RouteTable' && { routeTableId: 'RouteTable' }) },
  }
}

const endpointOf = (world: World, args: Attributes, type: 'Gateway' | 'Interface'): AwsResource | Refusal => {
  const id = args['vpcEndpointId']
  const endpoint = world.get('VPCEndpoint', id)
  if (!endpoint) return refuse('InvalidVpcEndpointId.NotFound', `The Vpc Endpoint Id '${id}' does not exist`)
  return endpoint.attributes['vpcEndpointType'] === type
    ? endpoint
    : refuse('InvalidParameter', `The operation is not supported for the endpoint type of ${id}, which is not ${type}`)
}

const noRival = (world: World, endpoint: AwsResource, table: AwsResource): Refusal | undefined => {
  const { prefixListId } = endpoint.attributes
  const rival = world
    .all('VPCEndpointRouteTableAssociation')
    .find(
      ({ attributes }) =>
        attributes['routeTableId'] === table.id &&
        world.get('VPCEndpoint', attributes['vpcEndpointId'])?.attributes['prefixListId'] === prefixListId,
    )
  if (!rival) return undefined
  return refuse(
    'RouteAlreadyExists',
    `route table ${table.id} already has a route with destination-prefix-list-id ${prefixListId}`,
    { blockers: [rival.id] },
  )
}

const zoneIsFree = (world: World, endpoint: AwsResource, subnet: AwsResource): Refusal | undefined => {
  const rival = world
    .all('VPCEndpointSubnetAssociation')
    .filter(({ attributes }) => attributes['vpcEndpointId'] === endpoint.id)
    .find(
      ({ attributes }) =>
        world.get('Subnet', attributes['subnetId'])?.attributes['availabilityZone'] ===
        subnet.attributes['availabilityZone'],
    )
  if (!rival) return undefined
  return refuse(
    'DuplicateSubnetsInSameZone',
    `Found another VPC endpoint subnet in the availability zone of ${subnet.id}. VPC endpoint subnets should be in different availability zones supported by the VPC endpoint service.`,
    { blockers: [rival.id] },
  )
}
