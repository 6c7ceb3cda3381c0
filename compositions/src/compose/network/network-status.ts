import type { PlatformNetworkStatus } from '@taskplatform/crds/layers/network'
import type { Tier } from '../../address-plan.ts'
import { identifier, observation } from '../../observed.ts'
import { known } from '../known.ts'
import { natPlan } from './nat-plan.ts'
import { keys, type NetworkPlan, networkAccount, type Zone } from './network-plan.ts'

/** The identifiers that other layers need, each as soon as AWS has given it; lists keep the order of the zones. */
export const networkStatus = (network: NetworkPlan): PlatformNetworkStatus => {
  const { observed, zones } = network
  const { gateways } = natPlan(network)
  const { cidrBlock } = observation(observed, 'ec2/VPC', keys.vpc)
  return {
    ...known({ accountId: networkAccount(network), vpcId: identifier(observed, keys.vpc), vpcCidr: cidrBlock }),
    zones: zones.map((zone) => zoneStatus(network, zone)),
    publicSubnetIds: subnetIds(network, 'public'),
    privateSubnetIds: subnetIds(network, 'private'),
    dataSubnetIds: subnetIds(network, 'data'),
    privateRouteTableIds: present(zones.map((zone) => identifier(observed, keys.privateRouteTable(zone)))),
    natGatewayIds: present(gateways.map((zone) => identifier(observed, keys.natGateway(zone)))),
    natPublicIps: present(gateways.map((zone) => observation(observed, 'ec2/EIP', keys.address(zone)).publicIp)),
  }
}

const zoneStatus = ({ observed }: NetworkPlan, zone: Zone) => ({
  name: zone.name,
  ...known({
    publicSubnetId: identifier(observed, keys.subnet('public', zone)),
    privateSubnetId: identifier(observed, keys.subnet('private', zone)),
    dataSubnetId: identifier(observed, keys.subnet('data', zone)),
  }),
})

const subnetIds = ({ zones, observed }: NetworkPlan, tier: Tier): string[] =>
  present(zones.map((zone) => identifier(observed, keys.subnet(tier, zone))))

const present = (values: readonly (string | undefined)[]): string[] => values.filter((value) => value !== undefined)
