import { describe, expect, test } from 'vitest'
import { isRefusal, type Refusal } from '../../service/refusal.ts'
import { type TestAccount, testAccount, testNetwork } from '../../test/test-account.ts'

type Network = Awaited<ReturnType<typeof testNetwork>>
type Answer = Awaited<ReturnType<TestAccount['ask']>> | Refusal | undefined
type Case = Readonly<{
  why: string
  call: (aws: TestAccount, network: Network) => Promise<Answer>
  says: string | ((network: Network) => string) | undefined
}>

const judged = async (call: Case['call']): Promise<{ said: string | undefined; network: Network }> => {
  const aws = testAccount()
  const network = await testNetwork(aws)
  const answer = await call(aws, network)
  return { network, said: isRefusal(answer) ? `${answer.code}: ${answer.message}` : undefined }
}

const vpc =
  (cidrBlock: string): Case['call'] =>
  (aws) =>
    aws.ask('VPC', { cidrBlock })
const subnet =
  (cidrBlock: string, availabilityZone = 'ap-northeast-1a'): Case['call'] =>
  (aws, { vpc }) =>
    aws.ask('Subnet', { vpcId: vpc.id, cidrBlock, availabilityZone })

const creations: Case[] = [
  { why: 'a /16 is the largest VPC', call: vpc('10.1.0.0/16'), says: undefined },
  { why: 'a /15 is too large', call: vpc('10.0.0.0/15'), says: "InvalidVpc.Range: The CIDR '10.0.0.0/15' is invalid." },
  { why: 'a /29 is too small', call: vpc('10.0.0.0/29'), says: "InvalidVpc.Range: The CIDR '10.0.0.0/29' is invalid." },
  {
    why: 'a block must be one',
    call: vpc('10.0.0.300/16'),
    says: 'InvalidParameterValue: Value (10.0.0.300/16) for parameter cidrBlock is invalid. This is not a valid CIDR block.',
  },
  { why: 'a subnet beside the others is fine', call: subnet('10.0.2.0/24'), says: undefined },
  {
    why: 'a subnet outside the VPC is none',
    call: subnet('10.1.0.0/24'),
    says: "InvalidSubnet.Range: The CIDR '10.1.0.0/24' is invalid.",
  },
  {
    why: 'a subnet larger than the VPC is none',
    call: subnet('10.0.0.0/15'),
    says: "InvalidSubnet.Range: The CIDR '10.0.0.0/15' is invalid.",
  },
  {
    why: 'a subnet within another is a conflict',
    call: subnet('10.0.1.128/25'),
    says: "InvalidSubnet.Conflict: The CIDR '10.0.1.128/25' conflicts with another subnet",
  },
  {
    why: 'a subnet around another is a conflict',
    call: subnet('10.0.0.0/20'),
    says: "InvalidSubnet.Conflict: The CIDR '10.0.0.0/20' conflicts with another subnet",
  },
  {
    why: 'a zone of another region is none',
    call: subnet('10.0.2.0/24', 'eu-west-1a'),
    says: 'InvalidParameterValue: Value (eu-west-1a) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ap-northeast-1a, ap-northeast-1c, ap-northeast-1d.',
  },
  {
    why: 'a subnet needs its VPC',
    call: (aws) => aws.ask('Subnet', { vpcId: 'vpc-0', cidrBlock: '10.0.2.0/24' }),
    says: "InvalidVpcID.NotFound: The vpc ID 'vpc-0' does not exist",
  },
  {
    why: 'a VPC has one internet gateway',
    call: (aws, { vpc }) => aws.ask('InternetGateway', { vpcId: vpc.id }),
    says: ({ vpc }) => `InvalidParameterValue: Network ${vpc.id} already has an internet gateway attached`,
  },
  {
    why: 'addresses run out',
    call: (aws) => {
      aws.faults.set([{ type: 'quotas', quotas: { elasticIpsPerRegion: 1 } }])
      return aws.ask('EIP', { domain: 'vpc' })
    },
    says: 'AddressLimitExceeded: The maximum number of addresses has been reached.',
  },
  {
    why: 'an address serves one NAT gateway',
    call: (aws, { open, address }) => aws.ask('NATGateway', { subnetId: open.id, allocationId: address.id }),
    says: ({ address }) => `Resource.AlreadyAssociated: Elastic IP address [${address.id}] is already associated`,
  },
  {
    why: 'a public NAT gateway needs an address',
    call: (aws, { open }) => aws.ask('NATGateway', { subnetId: open.id }),
    says: 'MissingParameter: The request must include the AllocationId parameter. Add the required parameter and retry the request.',
  },
  {
    why: 'a NAT gateway needs its subnet',
    call: (aws, { address }) => aws.ask('NATGateway', { subnetId: 'subnet-0', allocationId: address.id }),
    says: "InvalidSubnetID.NotFound: The subnet ID 'subnet-0' does not exist",
  },
  {
    why: 'a NAT gateway fails in a VPC without internet gateway',
    call: async (aws) => {
      const vpc = await aws.make('VPC', { cidrBlock: '10.9.0.0/16' })
      const subnet = await aws.make('Subnet', { vpcId: vpc.id, cidrBlock: '10.9.0.0/24' })
      const address = await aws.make('EIP', {})
      const answer = await aws.ask('NATGateway', { subnetId: subnet.id, allocationId: address.id })
      return isRefusal(answer) ? { ...answer, message: answer.message.replace(vpc.id, 'vpc') } : answer
    },
    says: 'Gateway.NotAttached: Network vpc has no Internet gateway attached',
  },
  {
    why: 'a default route to the gateway of the VPC is fine',
    call: (aws, { table, internet }) =>
      aws.ask('Route', { routeTableId: table.id, destinationCidrBlock: '0.0.0.0/0', gatewayId: internet.id }),
    says: undefined,
  },
  {
    why: 'a destination has one route',
    call: async (aws, { table, internet, nat }) => {
      const place = { routeTableId: table.id, destinationCidrBlock: '0.0.0.0/0' }
      await aws.make('Route', { ...place, gatewayId: internet.id })
      return aws.ask('Route', { ...place, natGatewayId: nat.id })
    },
    says: 'RouteAlreadyExists: The route identified by 0.0.0.0/0 already exists.',
  },
  {
    why: 'a route needs its target',
    call: (aws, { table }) =>
      aws.ask('Route', { routeTableId: table.id, destinationCidrBlock: '0.0.0.0/0', natGatewayId: 'nat-0' }),
    says: "InvalidNatGatewayID.NotFound: The natGateway ID 'nat-0' does not exist",
  },
  {
    why: 'traffic within the VPC stays there',
    call: (aws, { table, nat }) =>
      aws.ask('Route', { routeTableId: table.id, destinationCidrBlock: '10.0.5.0/24', natGatewayId: nat.id }),
    says: "InvalidParameterValue: The destination CIDR block 10.0.5.0/24 is equal to or more specific than one of this VPC's CIDR blocks. This route can target only an interface or an instance.",
  },
  {
    why: 'a subnet has one route table',
    call: async (aws, { vpc, table, open }) => {
      await aws.make('RouteTableAssociation', { routeTableId: table.id, subnetId: open.id })
      const other = await aws.make('RouteTable', { vpcId: vpc.id })
      const answer = await aws.ask('RouteTableAssociation', { routeTableId: other.id, subnetId: open.id })
      return isRefusal(answer) ? { ...answer, message: answer.message.replace(other.id, 'rtb') } : answer
    },
    says: 'Resource.AlreadyAssociated: the specified association for route table rtb conflicts with an existing association',
  },
  {
    why: 'names of security groups are taken once per VPC',
    call: async (aws, { vpc }) => {
      await aws.make('SecurityGroup', { vpcId: vpc.id, name: 'web' })
      return aws.ask('SecurityGroup', { vpcId: vpc.id, name: 'web' })
    },
    says: ({ vpc }) => `InvalidGroup.Duplicate: The security group 'web' already exists for VPC '${vpc.id}'`,
  },
  {
    why: 'a rule needs its ports',
    call: async (aws, { vpc }) => {
      const { id } = await aws.make('SecurityGroup', { vpcId: vpc.id, name: 'web' })
      return aws.ask('SecurityGroupIngressRule', { securityGroupId: id, cidrIpv4: '0.0.0.0/0', ipProtocol: 'tcp' })
    },
    says: "InvalidParameterValue: Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.",
  },
  {
    why: 'a rule is there once',
    call: async (aws, { vpc }) => {
      const { id } = await aws.make('SecurityGroup', { vpcId: vpc.id, name: 'web' })
      const rule = { securityGroupId: id, cidrIpv4: '10.0.0.0/16', ipProtocol: 'tcp', fromPort: 443, toPort: 443 }
      await aws.make('SecurityGroupIngressRule', rule)
      return aws.ask('SecurityGroupIngressRule', rule)
    },
    says: 'InvalidPermission.Duplicate: the specified rule "peer: 10.0.0.0/16, TCP, from port: 443, to port: 443, ALLOW" already exists',
  },
  {
    why: 'a service of another region is none',
    call: (aws, { vpc }) => aws.ask('VPCEndpoint', { vpcId: vpc.id, serviceName: 'com.amazonaws.eu-west-1.s3' }),
    says: "InvalidServiceName: The Vpc Endpoint Service 'com.amazonaws.eu-west-1.s3' does not exist",
  },
  {
    why: 'private DNS needs a VPC with DNS names',
    call: async (aws, { vpc }) => {
      await aws.modify(vpc, { enableDnsHostnames: false })
      return aws.ask('VPCEndpoint', interfaceIn(vpc.id))
    },
    says: ({ vpc }) =>
      `InvalidParameter: Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpc.id}`,
  },
  {
    why: 'two endpoints do not answer to one private name',
    call: async (aws, { vpc }) => {
      await aws.make('VPCEndpoint', interfaceIn(vpc.id))
      return aws.ask('VPCEndpoint', interfaceIn(vpc.id))
    },
    says: ({ vpc }) =>
      `InvalidParameter: private-dns-enabled cannot be set because there is already a conflicting DNS domain for sts.ap-northeast-1.amazonaws.com in the VPC ${vpc.id}`,
  },
  {
    why: 'an endpoint has one subnet per zone',
    call: async (aws, { vpc, open, closed }) => {
      const { id } = await aws.make('VPCEndpoint', interfaceIn(vpc.id))
      await aws.make('VPCEndpointSubnetAssociation', { vpcEndpointId: id, subnetId: open.id })
      return aws.ask('VPCEndpointSubnetAssociation', { vpcEndpointId: id, subnetId: closed.id })
    },
    says: ({ closed }) =>
      `DuplicateSubnetsInSameZone: Found another VPC endpoint subnet in the availability zone of ${closed.id}. VPC endpoint subnets should be in different availability zones supported by the VPC endpoint service.`,
  },
  {
    why: 'flow logs cannot take a role that does not trust them',
    call: async (aws, { vpc }) => {
      const role = await aws.make('Role', { assumeRolePolicy: trust('ec2.amazonaws.com') }, 'other')
      return aws.ask('FlowLog', { vpcId: vpc.id, iamRoleArn: role.attributes['arn'], trafficType: 'ALL' })
    },
    says: 'InvalidParameter: Unable to assume given IAM role',
  },
]

const interfaceIn = (vpcId: string) => ({
  vpcId,
  serviceName: 'com.amazonaws.ap-northeast-1.sts',
  vpcEndpointType: 'Interface',
  privateDnsEnabled: true,
})

const trust = (service: string) =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }] })

const deletions: Case[] = [
  {
    why: 'a VPC with anything in it stays',
    call: (aws, { vpc }) => aws.remove(vpc),
    says: ({ vpc }) => `DependencyViolation: The vpc '${vpc.id}' has dependencies and cannot be deleted.`,
  },
  {
    why: 'a subnet with a NAT gateway stays',
    call: (aws, { open }) => aws.remove(open),
    says: ({ open }) => `DependencyViolation: The subnet '${open.id}' has dependencies and cannot be deleted.`,
  },
  { why: 'an empty subnet goes', call: (aws, { closed }) => aws.remove(closed), says: undefined },
  {
    why: 'a subnet with an interface of an endpoint stays',
    call: async (aws, { vpc, closed }) => {
      const { id } = await aws.make('VPCEndpoint', interfaceIn(vpc.id))
      await aws.make('VPCEndpointSubnetAssociation', { vpcEndpointId: id, subnetId: closed.id })
      return aws.remove(closed)
    },
    says: ({ closed }) => `DependencyViolation: The subnet '${closed.id}' has dependencies and cannot be deleted.`,
  },
  {
    why: 'an internet gateway stays while addresses are mapped',
    call: (aws, { internet }) => aws.remove(internet),
    says: ({ vpc }) =>
      `DependencyViolation: Network ${vpc.id} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
  },
  {
    why: 'an address in use stays',
    call: (aws, { address }) => aws.remove(address),
    says: 'AuthFailure: You do not have permission to access the specified resource.',
  },
  {
    why: 'an address without its NAT gateway goes',
    call: async (aws, { nat, address }) => {
      await aws.remove(nat)
      return aws.remove(address)
    },
    says: undefined,
  },
  {
    why: 'a security group that a rule of another names stays',
    call: async (aws, { vpc }) => {
      const web = await aws.make('SecurityGroup', { vpcId: vpc.id, name: 'web' })
      const db = await aws.make('SecurityGroup', { vpcId: vpc.id, name: 'db' })
      const rule = { ipProtocol: 'tcp', fromPort: 5432, toPort: 5432 }
      await aws.make('SecurityGroupIngressRule', { ...rule, securityGroupId: db.id, referencedSecurityGroupId: web.id })
      const answer = await aws.remove(web)
      return answer && { ...answer, message: answer.message.replace(web.id, 'sg') }
    },
    says: 'DependencyViolation: resource sg has a dependent object',
  },
  {
    why: 'a route table goes with its routes and associations',
    call: async (aws, { table, open, internet }) => {
      await aws.make('Route', { routeTableId: table.id, destinationCidrBlock: '0.0.0.0/0', gatewayId: internet.id })
      await aws.make('RouteTableAssociation', { routeTableId: table.id, subnetId: open.id })
      return aws.remove(table)
    },
    says: undefined,
  },
]

describe('EC2 judges', () => {
  test.each([...creations, ...deletions])('$why', async ({ call, says }) => {
    const { said, network } = await judged(call)
    expect(said).toBe(typeof says === 'function' ? says(network) : says)
  })
})

describe('what goes with another', () => {
  test.each([
    { why: 'routes and associations go with their table', gone: 'table', kinds: ['Route', 'RouteTableAssociation'] },
  ] as const)('$why', async ({ gone, kinds }) => {
    const aws = testAccount()
    const network = await testNetwork(aws)
    const { table, open, internet } = network
    await aws.make('Route', { routeTableId: table.id, destinationCidrBlock: '0.0.0.0/0', gatewayId: internet.id })
    await aws.make('RouteTableAssociation', { routeTableId: table.id, subnetId: open.id })
    await aws.remove(network[gone])
    expect(aws.account.list().filter(({ kind }) => (kinds as readonly string[]).includes(kind))).toEqual([])
  })
})

describe('what a describe tells of others', () => {
  test.each([
    {
      why: 'an address knows its interface',
      of: 'EIP' as const,
      tells: ({ nat }: Network) => ({
        associationId: nat.attributes['associationId'],
        networkInterface: nat.attributes['networkInterfaceId'],
        privateIp: '10.0.0.4',
      }),
    },
  ])('$why', async ({ tells }) => {
    const aws = testAccount()
    const network = await testNetwork(aws)
    const { derive } = await import('./eip.ts').then(({ eip }) => eip)
    expect(derive?.(aws.account.world('ap-northeast-1'), network.address)).toEqual(tells(network))
  })

  test('a route whose target is gone is a black hole', async () => {
    const aws = testAccount()
    const { table, nat } = await testNetwork(aws)
    const line = await aws.make('Route', {
      routeTableId: table.id,
      destinationCidrBlock: '0.0.0.0/0',
      natGatewayId: nat.id,
    })
    const { route } = await import('./route.ts')
    const state = () => route.derive?.(aws.account.world('ap-northeast-1'), line)
    expect(state()).toEqual({ state: 'active' })
    await aws.remove(nat)
    expect(state()).toEqual({ state: 'blackhole' })
  })
})
