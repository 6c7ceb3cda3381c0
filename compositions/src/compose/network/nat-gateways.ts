import { type Desired, managed, refTo } from '../../managed.ts'
import { readinessOf } from '../../readiness/readiness.ts'
import { natPlan } from './nat-plan.ts'
import { keys, type NetworkPlan, type Zone } from './network-plan.ts'

/** The NAT gateways in the public subnets, each with its own address. */
export const natGateways = (network: NetworkPlan): Desired[] => {
  const { gateways, addresses } = natPlan(network)
  const made = gateways.filter((zone) => mayBeMade(network, zone))
  return [...addresses.map((zone) => address(network, zone)), ...made.map((zone) => gateway(network, zone))]
}

/** A NAT gateway in a VPC without an internet gateway fails for good (Gateway.NotAttached), so it waits for that. */
export const withheldNatGateways = (network: NetworkPlan): string[] =>
  natPlan(network)
    .gateways.filter((zone) => !mayBeMade(network, zone))
    .map((zone) => `the internet gateway, to make the NAT gateway of ${zone.name}`)

const mayBeMade = ({ observed }: NetworkPlan, zone: Zone): boolean =>
  observed[keys.natGateway(zone)] !== undefined ||
  readinessOf('ec2/InternetGateway', observed[keys.internetGateway]).state === 'ready'

const address = ({ layer }: NetworkPlan, zone: Zone): Desired =>
  managed(layer, 'ec2/EIP', keys.address(zone), { domain: 'vpc' })

const gateway = ({ layer }: NetworkPlan, zone: Zone): Desired =>
  managed(layer, 'ec2/NATGateway', keys.natGateway(zone), {
    connectivityType: 'public',
    allocationIdRef: refTo(layer, keys.address(zone)),
    subnetIdRef: refTo(layer, keys.subnet('public', zone)),
  })
