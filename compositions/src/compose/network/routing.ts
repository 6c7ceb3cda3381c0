import type { Tier } from '../../address-plan.ts'
import { changingRefTo, type Desired, managed, refTo } from '../../managed.ts'
import { keptIf } from '../kept.ts'
import { natPlan } from './nat-plan.ts'
import { isKept, keys, type NetworkPlan, tiers, type Zone } from './network-plan.ts'

/**
 * Who reaches the internet: public subnets through the internet gateway, private ones through a NAT gateway, data subnets not at
 * all. Each zone has a private route table of its own from the beginning, so that more gateways later are new targets only.
 */
export const routing = (network: NetworkPlan): Desired[] => [
  ...routeTables(network),
  publicRoute(network),
  ...privateRoutes(network),
  ...network.zones.flatMap((zone) => tiers.map((tier) => association(network, tier, zone))),
]

/** Keys of the route tables whose subnets have no way, or a paid one, to AWS: those of the private and the data tier. */
export const innerRouteTables = ({ zones }: NetworkPlan): string[] => [
  ...zones.map(keys.privateRouteTable),
  keys.dataRouteTable,
]

const routeTables = (network: NetworkPlan): Desired[] =>
  [keys.publicRouteTable, ...innerRouteTables(network)].map((key) =>
    managed(
      network.layer,
      'ec2/RouteTable',
      key,
      { vpcIdRef: refTo(network.layer, keys.vpc) },
      keptIf(key === keys.dataRouteTable && isKept(network.spec, 'data')),
    ),
  )

const everywhere = '0.0.0.0/0'

const publicRoute = ({ layer }: NetworkPlan): Desired =>
  managed(layer, 'ec2/Route', keys.publicRoute, {
    routeTableIdRef: refTo(layer, keys.publicRouteTable),
    destinationCidrBlock: everywhere,
    gatewayIdRef: refTo(layer, keys.internetGateway),
  })

const privateRoutes = (network: NetworkPlan): Desired[] => {
  const { layer, zones } = network
  const { exitOf } = natPlan(network)
  return zones.map((zone) =>
    managed(layer, 'ec2/Route', keys.privateRoute(zone), {
      routeTableIdRef: refTo(layer, keys.privateRouteTable(zone)),
      destinationCidrBlock: everywhere,
      natGatewayIdRef: changingRefTo(layer, keys.natGateway(exitOf(zone))),
    }),
  )
}

const association = ({ layer, spec }: NetworkPlan, tier: Tier, zone: Zone): Desired =>
  managed(
    layer,
    'ec2/RouteTableAssociation',
    keys.association(tier, zone),
    {
      subnetIdRef: refTo(layer, keys.subnet(tier, zone)),
      routeTableIdRef: refTo(layer, routeTableOf[tier](zone)),
    },
    keptIf(isKept(spec, tier)),
  )

const routeTableOf: Readonly<Record<Tier, (zone: Zone) => string>> = {
  public: () => keys.publicRouteTable,
  private: keys.privateRouteTable,
  data: () => keys.dataRouteTable,
}
