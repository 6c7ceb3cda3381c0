import { allOf, each, inProduction, problem } from '../checks.ts'
import type { Check, Rule } from '../rule.ts'
import { actualTier, meantTier, type Tier } from '../tiers.ts'
import { clusterGroup, covers, dataGroups, isLimitedTo, isWorld, portsOf } from '../traffic.ts'
import type { Placed, View } from '../view.ts'

/** Rules of the network: subnets, ways out, doors to AWS, and who may talk to whom. */
export const networkRules: readonly Rule[] = [
  {
    id: 'NET-01',
    title: 'The VPC resolves names',
    kinds: ['ec2/VPC'],
    severity: 'error',
    refs: ['BPG'],
    why: 'Nodes find the API server, and pods find AWS inside the VPC, by names that only its resolver knows.',
    cure: 'Set enableDnsSupport and enableDnsHostnames to true.',
    check: each(
      'ec2/VPC',
      ({ asked }) => (!asked.enableDnsSupport || !asked.enableDnsHostnames) && 'names are not resolved in the VPC',
    ),
  },
  {
    id: 'NET-02',
    title: 'Private and data subnets lie in three zones',
    kinds: ['ec2/Subnet'],
    severity: 'error',
    development: 'two zones',
    refs: ['BPG', 'vpc_subnet_different_az'],
    why: 'With three zones the loss of one leaves two, so that quorums hold and a second failure is survived.',
    cure: 'Set spec.network.availabilityZones to 3, in a region that has them.',
    check: (view) => (['private', 'data'] as const).flatMap((tier) => spreadOf(view, tier)),
  },
  {
    id: 'NET-03',
    title: 'No subnet gives out public addresses by itself',
    kinds: ['ec2/Subnet'],
    severity: 'error',
    refs: ['CKV_AWS_130', 'AWS-0164', 'EC2.15'],
    why: 'Whatever is started in a public subnet would be on the internet without anybody having asked for it.',
    cure: 'Set mapPublicIpOnLaunch to false; what needs a public address asks for one.',
    check: each(
      'ec2/Subnet',
      ({ asked }) => asked.mapPublicIpOnLaunch !== false && 'gives a public address to whatever starts in it',
    ),
  },
  {
    id: 'NET-04',
    title: 'Each tier has the way out that it is meant to have',
    kinds: ['ec2/Subnet', 'ec2/Route'],
    severity: 'error',
    refs: ['CKV2_AWS_35', 'vpc_subnet_separate_private_public'],
    why: 'Nodes go out through NAT and cannot be reached; data has no way out at all, so that nothing can be carried away.',
    cure: 'Route public subnets to the internet gateway, private ones to a NAT gateway, and leave data subnets without a default route.',
    check: each('ec2/Subnet', (subnet, view) => {
      const [meant, actual] = [meantTier(subnet), actualTier(view, subnet)]
      return meant !== actual && `is tagged as ${meant} and routed as ${actual}`
    }),
  },
  {
    id: 'NET-05',
    title: 'Every zone has its own NAT gateway',
    kinds: ['ec2/NATGateway'],
    severity: 'error',
    development: 'one NAT gateway for all zones',
    refs: ['BPG'],
    why: 'A zone that goes out through another is cut off when that other fails, and pays for traffic between zones.',
    cure: 'Set spec.network.natGateways to PerZone.',
    check: inProduction((view) => {
      const zones = zonesOf(view, 'private')
      const served = view.of('ec2/NATGateway').map(({ asked }) => zoneOf(view, asked.subnetId))
      const missing = zones.filter((zone) => !served.includes(zone))
      return atSubnets(view, missing.length > 0 && `no NAT gateway in ${missing.join(', ')}`)
    }),
  },
  {
    id: 'NET-06',
    title: 'The default security group lets nothing through',
    kinds: ['ec2/DefaultSecurityGroup'],
    severity: 'error',
    refs: ['CKV2_AWS_12', 'AWS-0173', 'EC2.2'],
    why: 'AWS puts whatever names no group into this one; with its original rules all of that could talk freely.',
    cure: 'Manage the default security group of the VPC with empty ingress and egress.',
    check: each('ec2/VPC', ({ id }, view) => {
      const group = view.of('ec2/DefaultSecurityGroup').find(({ asked }) => asked.vpcId === id)
      if (!group) return 'its default security group is not managed'
      const { ingress, egress } = group.asked
      const closed = ingress?.length === 0 && egress?.length === 0
      return !closed && 'its default security group has rules'
    }),
  },
  {
    id: 'NET-07',
    title: 'Flow logs record all traffic of the VPC, encrypted',
    kinds: ['ec2/FlowLog'],
    severity: 'error',
    development: 'no flow logs',
    refs: ['CKV2_AWS_11', 'AWS-0178', 'EC2.6'],
    why: 'After an incident they are the only record of who talked to whom.',
    cure: 'Set spec.network.flowLogs.enabled to true.',
    check: inProduction(
      each('ec2/VPC', ({ id }, view) => {
        const log = view.of('ec2/FlowLog').find(({ asked }) => asked.vpcId === id)
        if (!log) return 'has no flow log'
        if (log.asked.trafficType !== 'ALL') return `its flow log records ${log.asked.trafficType} traffic only`
        const group = view.of('cloudwatchlogs/Group').find(({ arn }) => arn === log.asked.logDestination)
        return !group?.asked.kmsKeyId && 'its flow log goes into a log group without a KMS key'
      }),
    ),
  },
  {
    id: 'NET-08',
    title: 'AWS is reached inside the VPC',
    kinds: ['ec2/VPCEndpoint', 'ec2/VPCEndpointSubnetAssociation'],
    severity: 'error',
    development: 'the gateway for S3 only',
    refs: ['EC2.10', 'vpc_endpoint_multi_az_enabled'],
    why: 'Images, tokens, logs and secrets do not cross the internet, and nodes still start when NAT is out of order.',
    cure: 'Set spec.network.interfaceEndpoints to true.',
    check: allOf(
      each('ec2/VPC', gatewayMissing),
      inProduction(allOf(interfacesMissing, each('ec2/VPCEndpoint', badInterface))),
    ),
  },
  {
    id: 'NET-09',
    title: 'Every rule of a security group says what it is for',
    kinds: ['ec2/SecurityGroupIngressRule', 'ec2/SecurityGroupEgressRule'],
    severity: 'warning',
    refs: ['CKV_AWS_23', 'AWS-0099', 'AWS-0124'],
    why: 'A rule that nobody can explain is one that nobody dares to remove.',
    cure: 'Give the rule a description.',
    check: allOf(
      each('ec2/SecurityGroupIngressRule', ({ asked }) => !asked.description?.trim() && 'has no description'),
      each('ec2/SecurityGroupEgressRule', ({ asked }) => !asked.description?.trim() && 'has no description'),
    ),
  },
  {
    id: 'NET-10',
    title: 'The internet reaches ports 80 and 443 and no other',
    kinds: ['ec2/SecurityGroupIngressRule'],
    severity: 'error',
    refs: ['CKV_AWS_24', 'CKV_AWS_25', 'CKV_AWS_277', 'AWS-0107', 'EC2.13', 'EC2.14', 'EC2.19'],
    why: 'Ports for administration are found and tried within minutes. The load balancer is the one thing meant to be found.',
    instead: 'The controls forbid 22, 3389 and all ports. We forbid everything but the two ports of the load balancer.',
    cure: 'Name the networks or the security group that may come in, instead of everybody.',
    check: each(
      'ec2/SecurityGroupIngressRule',
      ({ asked }) => isWorld(asked) && !isLimitedTo(asked, [80, 443]) && `lets everybody in to ${portsOf(asked)}`,
    ),
  },
  {
    id: 'NET-11',
    title: 'Database and cache are reached from the cluster only',
    kinds: ['ec2/SecurityGroupIngressRule'],
    severity: 'error',
    refs: [
      'ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_postgres_5432',
      'ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_redis_6379',
    ],
    why: 'A range of addresses also admits what is not the application; the security group of the cluster admits its nodes and nothing else.',
    cure: 'Let 5432 and 6379 in from the security group of the cluster, by referencedSecurityGroupId.',
    check: each('ec2/SecurityGroupIngressRule', ({ asked }, view) => {
      if (![5432, 6379].some((port) => covers(asked, port))) return undefined
      const from = asked.referencedSecurityGroupId
      if (!from) return `lets a range of addresses in to ${portsOf(asked)}`
      const cluster = clusterGroup(view)
      return cluster !== undefined && from !== cluster && `lets ${from} in, which is not the group of the cluster`
    }),
  },
  {
    id: 'NET-12',
    title: 'Database and cache start no connections to the world',
    kinds: ['ec2/SecurityGroupEgressRule'],
    severity: 'error',
    refs: ['CKV_AWS_382', 'AWS-0104'],
    why: 'A database never has to call anybody; one that does is carrying data away.',
    cure: 'Remove the egress rule, or limit it to where the data tier has to go.',
    check: each(
      'ec2/SecurityGroupEgressRule',
      ({ asked }, view) =>
        dataGroups(view).has(asked.securityGroupId) && isWorld(asked) && `opens ${portsOf(asked)} to everybody`,
    ),
  },
  {
    id: 'NET-13',
    title: 'Every security group is used by something',
    kinds: ['ec2/SecurityGroup'],
    severity: 'warning',
    refs: ['CKV2_AWS_5'],
    why: 'A group that stands before nothing protects nothing, and is one more that somebody attaches by mistake.',
    cure: 'Attach the group to what it is for, or remove it.',
    check: each('ec2/SecurityGroup', ({ id }, view) => !isUsed(view, id) && 'stands before nothing'),
  },
  {
    id: 'NET-14',
    title: 'Subnets say which load balancers they take, and have room for pods',
    kinds: ['ec2/Subnet'],
    severity: 'error',
    refs: ['BPG'],
    why: 'Controllers find subnets by these tags. Every pod takes an address, and an upgrade of the cluster some more.',
    instead:
      'Of the controls the stricter one holds for all subnets of nodes: at least a /24, which leaves far more than 16 free addresses.',
    cure: 'Tag public subnets kubernetes.io/role/elb and private ones kubernetes.io/role/internal-elb; choose a larger network.cidr.',
    check: each('ec2/Subnet', (subnet, view) => {
      const tier = actualTier(view, subnet)
      if (tier !== 'data' && meantTier(subnet) !== tier) return `carries no tag for load balancers of a ${tier} subnet`
      const prefix = Number(subnet.asked.cidrBlock?.split('/')[1])
      return tier === 'private' && prefix > 24 && `is a /${prefix}, too small for nodes and their pods`
    }),
  },
]

const spreadOf = (view: View, tier: Tier) => {
  const zones = zonesOf(view, tier)
  const wanted = view.production ? 3 : 2
  return atSubnets(view, zones.length < wanted && `${tier} subnets lie in ${zones.length} zones instead of ${wanted}`)
}

const zonesOf = (view: View, tier: Tier): string[] => {
  const subnets = view.of('ec2/Subnet').filter((subnet) => meantTier(subnet) === tier)
  return [...new Set(subnets.flatMap(({ asked }) => asked.availabilityZone ?? []))]
}

const zoneOf = (view: View, subnetId: string | undefined): string | undefined =>
  view.of('ec2/Subnet').find(({ id }) => id === subnetId)?.asked.availabilityZone

/** A problem of all subnets together belongs to their layer; without subnets there is none. */
const atSubnets = (view: View, message: string | false) => {
  const [subnet] = view.of('ec2/Subnet')
  return subnet ? problem(subnet.layer, message) : []
}

function gatewayMissing({ id }: Placed<'ec2/VPC'>, view: View) {
  const toS3 = view
    .of('ec2/VPCEndpoint')
    .some(
      ({ asked }) => asked.vpcId === id && asked.vpcEndpointType === 'Gateway' && asked.serviceName?.endsWith('.s3'),
    )
  return !toS3 && 'has no gateway endpoint for S3'
}

const interfaceServices = ['ecr.api', 'ecr.dkr', 'sts', 'logs', 'secretsmanager']

/** Only a whole platform can be told that it lacks endpoints: a layer by itself never has the rest. */
function interfacesMissing(view: View): ReturnType<Check> {
  const [vpc] = view.of('ec2/VPC')
  if (!vpc || view.graph.partial) return []
  const offered = view.of('ec2/VPCEndpoint').map(({ asked }) => asked.serviceName ?? '')
  const missing = interfaceServices.filter((service) => !offered.some((name) => name.endsWith(`.${service}`)))
  return problem(vpc as unknown as Placed, missing.length > 0 && `has no interface endpoints for ${missing.join(', ')}`)
}

function badInterface({ id, asked }: Placed<'ec2/VPCEndpoint'>, view: View) {
  if (asked.vpcEndpointType !== 'Interface') return undefined
  if (!asked.privateDnsEnabled) return 'is not found under the name of the service: privateDnsEnabled is not true'
  const subnets = view.of('ec2/VPCEndpointSubnetAssociation').filter((one) => one.asked.vpcEndpointId === id)
  return subnets.length < 2 && `is in ${subnets.length} subnets: one zone could take it away`
}

/** Its own rules do not count as use. */
const isUsed = (view: View, group: string): boolean =>
  view.all.some(
    ({ id, kind, asked }) =>
      id !== group && !kind.endsWith('gressRule') && JSON.stringify(asked).includes(JSON.stringify(group)),
  )
