import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import type { Companion } from '../../service/companions.ts'
import { firstRefusal, isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { inVpc, securityGroupOr, vpcIdOf } from '../ec2/found.ts'
import { interfaceIn } from '../ec2/network-interface.ts'
import { arnSuffix } from './names.ts'

/** ELB's no to where a load balancer shall stand: subnets of two zones, a way to the internet, security groups of the VPC. */
export const placeRefusal = (world: World, args: Attributes): Refusal | undefined =>
  firstRefusal(
    () => subnetsFit(world, args),
    () => groupsFit(world, args),
  )

/** The subnets of a load balancer, however they were given. */
export const subnetsOf = (args: Attributes): string[] => {
  const mapped = ((args['subnetMapping'] ?? []) as Attributes[]).map(({ subnetId }) => String(subnetId))
  return [...((args['subnets'] ?? mapped) as string[])]
}

/** The VPC of a load balancer. */
export const vpcOf = (world: World, args: Attributes): unknown =>
  world.get('Subnet', subnetsOf(args)[0])?.attributes['vpcId']

/** Whether it is reached from within the VPC only. */
export const isInternal = (args: Attributes): boolean => args['internal'] === true

/** Its network interfaces: one in each subnet. */
export const interfacesOf = (world: World, { id, attributes }: AwsResource): Companion[] =>
  subnetsOf(attributes).map((subnetId) =>
    interfaceIn(world, {
      of: id,
      subnetId,
      securityGroups: attributes['securityGroups'] as string[],
      description: `ELB ${arnSuffix(id)}`,
      isPublic: !isInternal(attributes),
    }),
  )

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

const groupsFit = (world: World, args: Attributes): Refusal | undefined => {
  const wrong = ((args['securityGroups'] ?? []) as string[]).some((id) => {
    const group = securityGroupOr(world, id)
    if (isRefusal(group)) return true
    return (group.kind === 'VPC' ? group.id : vpcIdOf(group)) !== vpcOf(world, args)
  })
  return wrong ? refuse('InvalidSecurityGroup', 'One or more security groups are invalid') : undefined
}
