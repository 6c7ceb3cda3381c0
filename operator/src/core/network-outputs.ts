import { reportOf } from './layer-reports.ts'
import type { Missing } from './missing.ts'
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
export function networkOutputs(platform: LivePlatform, observed: Observed): NetworkOutputs | Missing {
  const status = reportOf(observed, 'Network')
  const { vpcId, vpcCidr } = status
  if (!vpcId || !vpcCidr) return { waitingFor: 'the id of the VPC', from: ['Network'] }

  const zones = (status.zones ?? []).flatMap(({ name, publicSubnetId, privateSubnetId, dataSubnetId }) =>
    publicSubnetId && privateSubnetId && dataSubnetId ? [{ name, publicSubnetId, privateSubnetId, dataSubnetId }] : [],
  )
  const missing = platform.spec.network.availabilityZones.filter((zone) => !zones.some(({ name }) => name === zone))
  if (missing.length > 0) return { waitingFor: `the subnet ids of ${missing.join(', ')}`, from: ['Network'] }
  return { vpcId, vpcCidr, zones, natPublicIps: status.natPublicIps ?? [] }
}

/**
 * The NAT gateways, once all that were asked for are known: with fewer, the alarms on those that are only out of sight for a
 * moment would go.
 */
export function natGatewayIds({ spec }: LivePlatform, observed: Observed): readonly string[] | undefined {
  const { natGateways, availabilityZones } = spec.network
  const ids = reportOf(observed, 'Network').natGatewayIds ?? []
  return ids.length >= (natGateways === 'Single' ? 1 : availabilityZones.length) ? ids : undefined
}
