import { type Desired, managed } from '../../managed.ts'
import { asked, observation } from '../../observed.ts'
import { type EdgePlan, keys } from './edge-plan.ts'

/** The host names in the hosted zone lead to the load balancer. A records only: the VPC has no IPv6. */
export const aliasRecords = (edge: EdgePlan): Desired[] => {
  const { spec, hostnames } = edge
  const zone = spec.hostedZoneId
  return zone ? hostnames.flatMap((hostname) => aliasRecord(edge, zone, hostname)) : []
}

/** Names wait for the name that AWS gives to the load balancer. */
export const withheldAliasRecords = (edge: EdgePlan): string[] =>
  edge.spec.hostedZoneId && aliasRecords(edge).length < edge.hostnames.length
    ? ['the name of the load balancer, to point the host names at it']
    : []

const aliasRecord = ({ layer, observed }: EdgePlan, zoneId: string, hostname: string): Desired[] => {
  const key = keys.aliasRecord(zoneId, hostname)
  const { dnsName, zoneId: loadBalancerZone } = observation(observed, 'elbv2/LB', keys.loadBalancer)
  const before = asked(observed, 'route53/Record', key).alias
  const alias =
    dnsName && loadBalancerZone ? { name: dnsName, zoneId: loadBalancerZone, evaluateTargetHealth: true } : before
  if (!alias) return []
  // a record of somebody else under the name is not overwritten: the platform says so instead
  return [managed(layer, 'route53/Record', key, { zoneId, name: hostname, type: 'A', alias })]
}
