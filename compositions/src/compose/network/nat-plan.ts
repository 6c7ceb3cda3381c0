import { observation } from '../../observed.ts'
import { readinessOf } from '../../readiness/readiness.ts'
import { keys, type NetworkPlan, type Zone } from './network-plan.ts'

/** Which zones have a NAT gateway and an address for one, and through which gateway each zone goes out. */
export type NatPlan = Readonly<{
  gateways: readonly Zone[]
  addresses: readonly Zone[]
  /** The zone whose gateway the private subnet of a zone uses. */
  exitOf: (zone: Zone) => Zone
}>

/**
 * Between Single and PerZone nobody loses the way out: a route moves when its new gateway is ready, a gateway stays while AWS
 * routes through it, and an address stays while its gateway exists.
 */
export const natPlan = (network: NetworkPlan): NatPlan => {
  const wanted = (zone: Zone) => wantedExit(network, zone)
  const inUse = network.zones.flatMap((zone) => [wanted(zone), currentExit(network, zone) ?? wanted(zone)])
  const gateways = network.zones.filter((zone) => inUse.includes(zone) || mayBeInUse(network, zone))
  return {
    gateways,
    addresses: network.zones.filter((zone) => gateways.includes(zone) || network.observed[keys.natGateway(zone)]),
    exitOf: (zone) => (isReady(network, wanted(zone)) ? wanted(zone) : (currentExit(network, zone) ?? wanted(zone))),
  }
}

const wantedExit = ({ spec, zones }: NetworkPlan, zone: Zone): Zone =>
  spec.natGateways === 'PerZone' ? zone : (zones[0] ?? zone)

/** The zone through whose gateway AWS routes now, if the route exists and the gateway is still ours. */
const currentExit = ({ zones, observed }: NetworkPlan, zone: Zone): Zone | undefined => {
  const { natGatewayId } = observation(observed, 'ec2/Route', keys.privateRoute(zone))
  if (!natGatewayId) return undefined
  return zones.find((one) => observation(observed, 'ec2/NATGateway', keys.natGateway(one)).id === natGatewayId)
}

// A route whose gateway we cannot tell, because a status was lost, may go through any of them.
const mayBeInUse = (network: NetworkPlan, zone: Zone): boolean =>
  network.observed[keys.natGateway(zone)] !== undefined &&
  network.zones.some((one) => network.observed[keys.privateRoute(one)] && !currentExit(network, one))

const isReady = ({ observed }: NetworkPlan, zone: Zone): boolean =>
  readinessOf('ec2/NATGateway', observed[keys.natGateway(zone)]).state === 'ready'
