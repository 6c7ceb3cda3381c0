import type { AwsResource } from '../../service/aws-resource.ts'
import { formatAddress, parseCidr } from '../../service/cidr.ts'
import { derivedId } from '../../service/ids.ts'
import type { World } from '../../service/world.ts'

/** One machine of a node group. */
export type Instance = Readonly<{
  /** `i-...` */
  id: string
  subnetId: string
  zone: string
  type: string
  /** Its address within the subnet. */
  address: string
}>

/**
 * The machines of a node group: as many as are desired, over its subnets in turn. The first ones stay when the group grows, the
 * last ones go when it shrinks.
 */
export const instancesOf = (world: World, { id, attributes }: AwsResource): Instance[] => {
  const { desiredSize = 0 } = (attributes['scalingConfig'] ?? {}) as Readonly<{ desiredSize?: number }>
  const subnetIds = (attributes['subnetIds'] ?? []) as readonly string[]
  const types = (attributes['instanceTypes'] ?? ['t3.medium']) as readonly string[]
  return Array.from({ length: subnetIds.length === 0 ? 0 : desiredSize }, (_, index) => {
    const subnetId = subnetIds[index % subnetIds.length] ?? ''
    const subnet = world.get('Subnet', subnetId)
    const instanceId = derivedId('i', `${world.accountId}/${world.region}/${id}/${index}`)
    return {
      id: instanceId,
      subnetId,
      zone: String(subnet?.attributes['availabilityZone'] ?? ''),
      type: types[0] ?? '',
      address: addressIn(String(subnet?.attributes['cidrBlock'] ?? ''), instanceId),
    }
  })
}

/** AWS keeps the first four addresses of a subnet and the last one. */
const addressIn = (block: string, instanceId: string): string => {
  const { start, prefix } = parseCidr(block) ?? { start: 0, prefix: 24 }
  const room = Math.max(2 ** (32 - prefix) - 5, 1)
  return formatAddress(start + 4 + (Number.parseInt(instanceId.slice(-8), 16) % room))
}
