import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import { formatAddress, parseCidr } from '../../service/cidr.ts'
import { derivedId, ec2Id } from '../../service/ids.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { ec2 } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { inVpc, subnetOr } from './found.ts'

/** Lets private subnets reach the internet through one public address. */
export const natGateway: Kind = {
  resource: ec2('NATGateway', 'natgateways'),
  title: 'EC2 NAT Gateway',
  service: 'EC2',
  calls: { create: 'CreateNatGateway', modify: 'AssociateNatGatewayAddress', delete: 'DeleteNatGateway' },
  arguments: [
    'allocationId',
    'availabilityMode',
    'availabilityZoneAddress',
    'connectivityType',
    'privateIp',
    'region',
    'secondaryAllocationIds',
    'secondaryPrivateIpAddressCount',
    'secondaryPrivateIpAddresses',
    'subnetId',
    'tags',
    'vpcId',
  ],
  // the count: not the schema, but the provider's code (CustomizeDiff) forces it
  replacing: replacingOf('ec2', 'NATGateway', ['secondaryPrivateIpAddressCount']),
  references: [
    { argument: 'allocationId', to: 'EIP', value: 'id' },
    { argument: 'subnetId', to: 'Subnet', value: 'name' },
    { argument: 'vpcId', to: 'VPC', value: 'name' },
  ],
  naming: { by: 'aws', id: (from) => ec2Id('nat', from) },
  create: (world, { id, args }) => {
    const subnet = subnetOr(world, args['subnetId'])
    if (isRefusal(subnet)) return subnet
    const connectivityType = args['connectivityType'] ?? 'public'
    const judged =
      connectivityType === 'private' ? quotaOf(world, subnet) : publicRefusal(world, subnet, args['allocationId'])
    return judged ?? { connectivityType, ...interfaceOf(world, id, subnet, args) }
  },
}

const publicRefusal = (world: World, subnet: AwsResource, allocationId: unknown): Refusal | undefined =>
  firstRefusal(
    () =>
      allocationId === undefined
        ? refuse(
            'MissingParameter',
            'The request must include the AllocationId parameter. Add the required parameter and retry the request.',
          )
        : undefined,
    () =>
      world.get('EIP', allocationId)
        ? undefined
        : refuse('InvalidAllocationID.NotFound', `The allocation ID '${allocationId}' does not exist`),
    () => addressIsFree(world, allocationId),
    () => hasInternetGateway(world, subnet),
    () => quotaOf(world, subnet),
  )

const addressIsFree = (world: World, allocationId: unknown): Refusal | undefined => {
  const user = world.all('NATGateway').find(({ attributes }) => attributes['allocationId'] === allocationId)
  if (!user) return undefined
  return refuse('Resource.AlreadyAssociated', `Elastic IP address [${allocationId}] is already associated`, {
    afterAccepted: true,
    blockers: [user.id],
  })
}

const hasInternetGateway = (world: World, subnet: AwsResource): Refusal | undefined => {
  const { vpcId } = subnet.attributes
  if (inVpc(world, 'InternetGateway', vpcId).length > 0) return undefined
  return refuse('Gateway.NotAttached', `Network ${vpcId} has no Internet gateway attached`, {
    afterAccepted: true,
    wants: 'InternetGateway',
  })
}

const quotaOf = (world: World, subnet: AwsResource): Refusal | undefined => {
  const zone = subnet.attributes['availabilityZone']
  const inZone = world
    .all('NATGateway')
    .filter(({ attributes }) => world.get('Subnet', attributes['subnetId'])?.attributes['availabilityZone'] === zone)
  return inZone.length >= world.quotas.natGatewaysPerZone
    ? refuse(
        'NatGatewayLimitExceeded',
        `Performing this operation would exceed the limit of ${world.quotas.natGatewaysPerZone} NAT gateways`,
      )
    : undefined
}

const interfaceOf = (world: World, id: string, subnet: AwsResource, args: Attributes): Attributes => {
  const address = world.get('EIP', args['allocationId'])
  return {
    associationId: address && derivedId('eipassoc', id),
    availabilityMode: 'zonal',
    networkInterfaceId: derivedId('eni', id),
    // the first four addresses of a subnet belong to AWS
    privateIp: args['privateIp'] ?? formatAddress((parseCidr(subnet.attributes['cidrBlock'])?.start ?? 0) + 4),
    publicIp: address?.attributes['publicIp'],
    vpcId: subnet.attributes['vpcId'],
  }
}
