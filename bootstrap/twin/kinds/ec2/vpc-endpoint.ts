import { arnOf } from '../../service/arn.ts'
import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import { derivedId, ec2Id } from '../../service/ids.ts'
import type { Kind } from '../../service/kind.ts'
import { parsePolicy } from '../../service/policy-document.ts'
import { firstRefusal, isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { ec2 } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { inVpc } from './found.ts'

/** A private way from a VPC to an AWS service. Subnets, route tables and security groups are kinds of their own. */
export const vpcEndpoint: Kind = {
  resource: ec2('VPCEndpoint', 'vpcendpoints'),
  title: 'EC2 VPC Endpoint',
  service: 'EC2',
  calls: { create: 'CreateVpcEndpoint', modify: 'ModifyVpcEndpoint', delete: 'DeleteVpcEndpoints' },
  context: { create: ({ args }) => `creating EC2 VPC Endpoint (${args['serviceName']})` },
  arguments: [
    'autoAccept',
    'dnsOptions',
    'ipAddressType',
    'policy',
    'privateDnsEnabled',
    'region',
    'resourceConfigurationArn',
    'serviceName',
    'serviceNetworkArn',
    'serviceRegion',
    'subnetConfiguration',
    'tags',
    'vpcEndpointType',
    'vpcId',
  ],
  replacing: replacingOf('ec2', 'VPCEndpoint'),
  documents: ['policy'],
  notLateInitialized: ['subnetConfiguration'],
  references: [
    { argument: 'subnetConfiguration.subnetId', to: 'Subnet', value: 'name' },
    { argument: 'vpcId', to: 'VPC', value: 'name' },
  ],
  naming: { by: 'aws', id: (from) => ec2Id('vpce', from) },
  within: { vpcId: 'VPC' },
  timesRow: (args) => (typeOf(args) === 'Interface' ? 'VPCEndpoint/Interface' : 'VPCEndpoint'),
  create: (world, { id, args }) => {
    const vpc = world.get('VPC', args['vpcId'])
    if (!vpc) return refuse('InvalidVpcId.NotFound', `The Vpc Id ${args['vpcId']} does not exist`)
    return (
      firstRefusal(
        () => serviceExists(world, args),
        () => policyOf(args['policy']),
        () => privateDnsFits(world, vpc, id, args),
        () => quotaOf(world, vpc, args),
      ) ?? { ...defaults(world, args), arn: arnOf(world, 'ec2', `vpc-endpoint/${id}`), ownerId: world.accountId }
    )
  },
  modify: (world, { id, attributes }, changed) => {
    const vpc = world.get('VPC', attributes['vpcId'])
    return firstRefusal(
      () => policyOf(attributes['policy']),
      () => (vpc && 'privateDnsEnabled' in changed ? privateDnsFits(world, vpc, id, attributes) : undefined),
    )
  },
  derive: (world, resource) =>
    typeOf(resource.attributes) === 'Interface' ? interfaces(world, resource) : tables(world, resource),
}

const gatewayServices = ['s3', 'dynamodb']

const typeOf = (args: Attributes): unknown => args['vpcEndpointType'] ?? 'Gateway'

const shortName = (args: Attributes, region: string): string | undefined => {
  const prefix = `com.amazonaws.${region}.`
  const name = String(args['serviceName'] ?? '')
  return name.startsWith(prefix) && name.length > prefix.length ? name.slice(prefix.length) : undefined
}

const serviceExists = (world: World, args: Attributes): Refusal | undefined => {
  const service = shortName(args, world.region)
  if (service === undefined || !/^[a-z0-9.-]+$/.test(service))
    return refuse('InvalidServiceName', `The Vpc Endpoint Service '${args['serviceName']}' does not exist`)
  if (typeOf(args) === 'Gateway' && !gatewayServices.includes(service))
    return refuse('InvalidParameter', `Endpoint type (Gateway) does not match available service types ([Interface]).`)
  return undefined
}

const policyOf = (policy: unknown): Refusal | undefined => {
  if (policy === undefined) return undefined
  const document = parsePolicy(policy, 'InvalidPolicyDocument')
  return isRefusal(document) ? document : undefined
}

const privateDnsFits = (world: World, vpc: AwsResource, id: string, args: Attributes): Refusal | undefined => {
  if (args['privateDnsEnabled'] !== true) return undefined
  if (typeOf(args) !== 'Interface')
    return refuse('InvalidParameter', 'Private DNS can only be enabled for interface endpoints')
  const { enableDnsSupport, enableDnsHostnames } = vpc.attributes
  if (enableDnsSupport !== true || enableDnsHostnames !== true)
    return refuse(
      'InvalidParameter',
      `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpc.id}`,
    )
  const rival = inVpc(world, 'VPCEndpoint', vpc.id).find(
    ({ id: other, attributes }) =>
      other !== id && attributes['serviceName'] === args['serviceName'] && attributes['privateDnsEnabled'] === true,
  )
  if (!rival) return undefined
  return refuse(
    'InvalidParameter',
    `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${shortName(args, world.region)}.${world.region}.amazonaws.com in the VPC ${vpc.id}`,
    { blockers: [rival.id] },
  )
}

const quotaOf = (world: World, vpc: AwsResource, args: Attributes): Refusal | undefined => {
  const isInterface = typeOf(args) === 'Interface'
  const others = isInterface ? inVpc(world, 'VPCEndpoint', vpc.id) : world.all('VPCEndpoint')
  const same = others.filter(({ attributes }) => typeOf(attributes) === typeOf(args))
  const limit = isInterface ? world.quotas.interfaceEndpointsPerVpc : world.quotas.gatewayEndpointsPerRegion
  return same.length >= limit
    ? refuse('VpcEndpointLimitExceeded', 'The maximum number of VPC endpoints has been reached.')
    : undefined
}

const anyone = '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}],"Version":"2008-10-17"}'

const defaults = (world: World, args: Attributes): Attributes => ({
  policy: args['policy'] ?? anyone,
  privateDnsEnabled: args['privateDnsEnabled'] ?? false,
  requesterManaged: false,
  serviceRegion: args['serviceRegion'] ?? world.region,
  state: 'available',
  vpcEndpointType: typeOf(args),
  ...(typeOf(args) === 'Interface'
    ? { ipAddressType: args['ipAddressType'] ?? 'ipv4', dnsOptions: args['dnsOptions'] ?? { dnsRecordIpType: 'ipv4' } }
    : { prefixListId: derivedId('pl', `${args['serviceName']}`), cidrBlocks: ['198.18.0.0/24'] }),
})

const idsIn = (world: World, kind: string, endpoint: AwsResource, argument: string): string[] =>
  world
    .all(kind)
    .filter(({ attributes }) => attributes['vpcEndpointId'] === endpoint.id)
    .map(({ attributes }) => String(attributes[argument]))
    .sort()

const tables = (world: World, endpoint: AwsResource): Attributes => ({
  routeTableIds: idsIn(world, 'VPCEndpointRouteTableAssociation', endpoint, 'routeTableId'),
})

const interfaces = (world: World, endpoint: AwsResource): Attributes => {
  const subnetIds = idsIn(world, 'VPCEndpointSubnetAssociation', endpoint, 'subnetId')
  const service = shortName(endpoint.attributes, world.region)
  const dnsName = `${endpoint.id}-${derivedId('x', endpoint.id).slice(3, 11)}.${service}.${world.region}.vpce.amazonaws.com`
  return {
    subnetIds,
    networkInterfaceIds: subnetIds.map((subnet) => derivedId('eni', `${endpoint.id}/${subnet}`)),
    securityGroupIds: groupsOf(world, endpoint),
    dnsEntry: [{ dnsName, hostedZoneId: 'Z00000000000000000000' }],
  }
}

const groupsOf = (world: World, endpoint: AwsResource): string[] => {
  const added = idsIn(world, 'VPCEndpointSecurityGroupAssociation', endpoint, 'securityGroupId')
  const byDefault = world.get('VPC', endpoint.attributes['vpcId'])?.attributes['defaultSecurityGroupId']
  return hasDefaultGroup(world, endpoint.id) ? [...added, String(byDefault)].sort() : added
}

/** Whether an endpoint still has the group that AWS gave it at first. */
export const hasDefaultGroup = (world: World, endpointId: unknown): boolean =>
  !world
    .all('VPCEndpointSecurityGroupAssociation')
    .some(
      ({ attributes }) =>
        attributes['vpcEndpointId'] === endpointId && attributes['replaceDefaultAssociation'] === true,
    )
