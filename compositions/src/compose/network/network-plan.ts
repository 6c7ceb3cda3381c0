import { parsePlatformNetworkSpec } from '@taskplatform/crds/contract'
import type { PlatformNetworkSpec } from '@taskplatform/crds/layers/network'
import { type Place, places, type Tier } from '../../address-plan.ts'
import { type Layer, readComposite } from '../../layer.ts'
import type { Observed } from '../../observed.ts'
import { accountOf } from '../account.ts'
import { keepsData } from '../kept.ts'

/** All that the parts of a network decide from. */
export type NetworkPlan = Readonly<{
  layer: Layer
  spec: PlatformNetworkSpec
  zones: readonly Zone[]
  observed: Observed
}>

/** A zone and its place in the address plan. */
export type Zone = Readonly<{ name: string; place: Place }>

/** The tiers of the network, outermost first. */
export const tiers: readonly Tier[] = ['public', 'private', 'data']

/** Composition keys. They never change their meaning: a zone more only adds keys. */
export const keys = {
  vpc: 'vpc',
  internetGateway: 'internet-gateway',
  defaultSecurityGroup: 'default-security-group',
  subnet: (tier: Tier, zone: Zone) => `subnet-${tier}-${zone.name}`,
  association: (tier: Tier, zone: Zone) => `route-table-association-${tier}-${zone.name}`,
  publicRouteTable: 'route-table-public',
  privateRouteTable: (zone: Zone) => `route-table-private-${zone.name}`,
  dataRouteTable: 'route-table-data',
  publicRoute: 'route-public',
  privateRoute: (zone: Zone) => `route-private-${zone.name}`,
  address: (zone: Zone) => `eip-${zone.name}`,
  natGateway: (zone: Zone) => `nat-gateway-${zone.name}`,
  s3Endpoint: 's3-endpoint',
  s3Association: (routeTable: string) => `s3-endpoint-${routeTable}`,
  flowLog: 'flow-log',
  flowLogRole: 'flow-log-role',
  flowLogRolePolicy: 'flow-log-role-policy',
  flowLogGroup: 'flow-log-group',
  flowLogKey: 'flow-log-key',
} as const

/** Reads a PlatformNetwork. Throws a `MalformedCompositeError` that names each bad field. */
export const networkPlan = (composite: unknown, observed: Observed): NetworkPlan => {
  const { layer, spec } = readComposite(composite, { layer: 'network', parseSpec: parsePlatformNetworkSpec })
  const zones = places.flatMap((place) => {
    const name = spec.availabilityZones[place]
    return name === undefined ? [] : [{ name, place }]
  })
  return { layer, spec, zones, observed }
}

/** Whether a tier outlives the platform: database and cache are kept in their subnets. */
export const isKept = ({ dataPolicy }: PlatformNetworkSpec, tier: Tier): boolean =>
  tier === 'data' && keepsData(dataPolicy)

/** Number of the account that owns the network, once known. */
export const networkAccount = ({ spec, observed }: NetworkPlan): string | undefined =>
  accountOf(spec.accountId, observed)
