import type { AwsResource } from '../../service/aws-resource.ts'
import type { Companion } from '../../service/companions.ts'
import { derivedId } from '../../service/ids.ts'
import type { World } from '../../service/world.ts'

/** What a service's network interface is like. `description` is by which people find whose it is. */
export type InterfaceNeeds = Readonly<{
  /** Tells it from the other interfaces of its subnet: the id of the resource that it belongs to. */
  of: string
  subnetId: unknown
  securityGroups: readonly unknown[]
  description: string
  /** Whether it has an address of the internet. */
  isPublic?: boolean
}>

/**
 * The network interface that a service puts into a subnet for a resource: give it back from a kind's `companions`. It keeps its
 * subnet, its VPC and its security groups until it is gone.
 */
export const interfaceIn = (world: World, { of, subnetId, ...needs }: InterfaceNeeds): Companion => ({
  kind: networkInterface,
  id: derivedId('eni', `${of}/${subnetId}`),
  attributes: {
    description: needs.description,
    interfaceType: 'interface',
    isPublic: needs.isPublic ?? false,
    requesterManaged: true,
    securityGroups: needs.securityGroups,
    subnetId,
    vpcId: world.get('Subnet', subnetId)?.attributes['vpcId'],
  },
})

/** The interfaces in a subnet. */
export const interfacesInSubnet = (world: World, subnetId: string): AwsResource[] =>
  world.all(networkInterface).filter(({ attributes }) => attributes['subnetId'] === subnetId)

/** The interfaces around which a security group stands. */
export const interfacesBehind = (world: World, groupId: string): AwsResource[] =>
  world.all(networkInterface).filter(({ attributes }) => (attributes['securityGroups'] as unknown[]).includes(groupId))

/** The interfaces of a VPC that have an address of the internet. */
export const publicInterfaces = (world: World, vpcId: unknown): AwsResource[] =>
  world
    .all(networkInterface)
    .filter(({ attributes }) => attributes['vpcId'] === vpcId && attributes['isPublic'] === true)

/** Under which the account keeps them; no object of the provider stands for one. */
const networkInterface = 'NetworkInterface'
