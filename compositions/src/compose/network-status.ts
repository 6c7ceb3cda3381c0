import type { PlatformNetworkStatus } from '@taskplatform/crds/layers/network'
import type { Tier } from '../address-plan.ts'
import { identifier, observation } from '../observed.ts'
import { natPlan } from './nat-plan.ts'
import { keys, type NetworkPlan, type Zone } from './network-plan.ts'

/** The identifiers that other layers need, each as soon as AWS has given it; lists keep the order of the zones. */
export const networkStatus = (network: NetworkPlan): PlatformNetworkStatus => {
  const { observed, zones } = network
  const { cidrBlock } = observation(observed, 'ec2/VPC', keys.vpc)
  return {
    ...known('vpcId', identifier(observed, keys.vpc)),
    ...known('vpcCidr', cidrBlock),
    zones: zones.map((zone) => zoneStatus(network, zone)),
    publicSubnetIds: subnetIds(network, 'public'),
    privateSubnetIds: subnetIds(network, 'private'),
    dataSubnetIds: subnetIds(network, 'data'),
    privateRouteTableIds: present(zones.map((zone) => identifier(observed, keys.privateRouteTable(zone)))),
    natPublicIps: present(
      natPlan(network).gateways.map((zone) => observation(observed, 'ec2/EIP', keys.address(zone)).publicIp),
    ),
  }
}

const zoneStatus = ({ observed }: NetworkPlan, zone: Zone) => ({
  name: zone.name,
  ...known('publicSubnetId', identifier(observed, keys.subnet('public', zone))),
  ...known('privateSubnetId', identifier(observed, keys.subnet('private', zone))),
  ...known('dataSubnetId', identifier(observed, keys.subnet('data', zone))),
})

const subnetIds = ({ zones, observed }: NetworkPlan, tier: Tier): string[] =>
  present(zones.map((zone) => identifier(observed, keys.subnet(tier, zone))))

const present = (values: readonly (string | undefined)[]): string[] => values.filter((value) => value !== undefined)

const known = <Name extends string>(name: Name, value: string | undefined): { [N in Name]?: string } =>
  (value === undefined ? {} : { [name]: value }) as { [N in Name]?: string }
