import type { Attributes, AwsResource } from '../service/aws-resource.ts'
import { firstRefusal, type Refusal, refuse } from '../service/refusal.ts'
import type { World } from '../service/world.ts'

/** The codes of a service that puts instances into subnets of a group. */
export type SubnetGroupWords = Readonly<{
  /** Kind of the group, as the account names it. */
  kind: string
  taken: (name: string) => Refusal
  unknownSubnets: (ids: string) => Refusal
  tooFewZones?: (zones: string) => Refusal
}>

/** Judges a new group: its name is free, its subnets are there, in one VPC and, if the service asks for it, in two zones. */
export const newSubnetGroup = (world: World, name: string, args: Attributes, words: SubnetGroupWords) =>
  firstRefusal(
    () => (world.get(words.kind, name) ? words.taken(name) : undefined),
    () => subnetsFit(world, args, words),
  )

/** Judges the subnets of a group. */
export const subnetsFit = (world: World, args: Attributes, words: SubnetGroupWords): Refusal | undefined => {
  const ids = [args['subnetIds'] ?? []].flat()
  const found = subnetsOf(world, args)
  const missing = ids.filter((id) => !found.some((subnet) => subnet.id === id))
  if (missing.length > 0) return words.unknownSubnets(missing.join(', '))
  const vpcs = new Set(found.map(({ attributes }) => attributes['vpcId']))
  if (vpcs.size > 1)
    return refuse('InvalidSubnet', `The subnet ID ${ids.join(', ')} is invalid: all subnets must be in one VPC`)
  const zones = [...new Set(found.map(({ attributes }) => String(attributes['availabilityZone'])))]
  return zones.length < 2 ? words.tooFewZones?.(zones.join(', ')) : undefined
}

/** The VPC in which a group's subnets lie. */
export const vpcOfSubnets = (world: World, args: Attributes): unknown => subnetsOf(world, args)[0]?.attributes['vpcId']

const subnetsOf = (world: World, args: Attributes): AwsResource[] =>
  [args['subnetIds'] ?? []].flat().flatMap((id) => world.get('Subnet', id) ?? [])
