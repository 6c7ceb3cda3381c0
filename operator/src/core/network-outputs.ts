import type { PlatformNetworkStatus } from '@taskplatform/crds/layers/network'
import type { Observed } from './observed.ts'
import type { LivePlatform } from './platform.ts'

/** The ids that PlatformNetwork reports and other layers are built from. */
export type NetworkOutputs = Readonly<{
  vpcId: string
  vpcCidr: string
  zones: readonly Readonly<{ name: string; publicSubnetId: string; privateSubnetId: string; dataSubnetId: string }>[]
  /** Addresses that traffic from private subnets leaves from; empty until the NAT gateways have theirs. */
  natPublicIps: readonly string[]
}>

/** Reads the network's ids once all of them exist: the VPC's, and the subnets' of every zone that was asked for. */
export function networkOutputs(
  platform: LivePlatform,
  observed: Observed,
): NetworkOutputs | Readonly<{ waitingFor: string }> {
  const status = (observed.composites.get('Network')?.status ?? {}) as PlatformNetworkStatus
  const { vpcId, vpcCidr } = status
  if (!vpcId || !vpcCidr) return { waitingFor: 'the id of the VPC' }

  const zones = (status.zones ?? []).flatMap(({ name, publicSubnetId, privateSubnetId, dataSubnetId }) =>
    publicSubnetId && privateSubnetId && dataSubnetId ? [{ name, publicSubnetId, privateSubnetId, dataSubnetId }] : [],
  )
  const missing = platform.spec.network.availabilityZones.filter((zone) => !zones.some(({ name }) => name === zone))
  if (missing.length > 0) return { waitingFor: `the subnet ids of ${missing.join(', ')}` }
  return { vpcId, vpcCidr, zones, natPublicIps: status.natPublicIps ?? [] }
}
