import { type Desired, managed, refTo } from '../managed.ts'
import { natPlan } from './nat-plan.ts'
import { keys, type NetworkPlan, type Zone } from './network-plan.ts'

/** The NAT gateways in the public subnets, each with its own address. */
export const natGateways = (network: NetworkPlan): Desired[] => {
  const { gateways, addresses } = natPlan(network)
  return [...addresses.map((zone) => address(network, zone)), ...gateways.map((zone) => gateway(network, zone))]
}

const address = ({ layer }: NetworkPlan, zone: Zone): Desired =>
  managed(layer, 'ec2/EIP', keys.address(zone), { domain: 'vpc' })

const gateway = ({ layer }: NetworkPlan, zone: Zone): Desired =>
  managed(layer, 'ec2/NATGateway', keys.natGateway(zone), {
    connectivityType: 'public',
    allocationIdRef: refTo(layer, keys.address(zone)),
    subnetIdRef: refTo(layer, keys.subnet('public', zone)),
  })
