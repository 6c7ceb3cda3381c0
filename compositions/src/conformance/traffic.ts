import type { Placed, View } from './view.ts'

type SecurityRule = Placed<'ec2/SecurityGroupIngressRule'>['asked'] | Placed<'ec2/SecurityGroupEgressRule'>['asked']

/** Whether the rule speaks of everybody on the internet. */
export const isWorld = ({ cidrIpv4, cidrIpv6 }: SecurityRule): boolean => isWorldwide(cidrIpv4) || isWorldwide(cidrIpv6)

/** Whether a range is the internet or a large part of it: 0.0.0.0/1 and 128.0.0.0/1 together are 0.0.0.0/0. */
export const isWorldwide = (cidr: string | undefined): boolean => /\/[0-7]$/.test(cidr ?? '')

/** Whether the rule lets traffic to the port through. A rule without ports, or of all protocols, means every port. */
export const covers = (rule: SecurityRule, port: number): boolean => {
  const { ipProtocol, fromPort, toPort } = rule
  if (ipProtocol === '-1') return true
  if (ipProtocol !== 'tcp' && ipProtocol !== '6') return false
  return fromPort === undefined || fromPort === -1 || (fromPort <= port && port <= (toPort ?? fromPort))
}

/** Whether the rule lets through these TCP ports and nothing else. */
export const isLimitedTo = ({ ipProtocol, fromPort, toPort }: SecurityRule, ports: readonly number[]): boolean =>
  ipProtocol === 'tcp' && fromPort !== undefined && fromPort === toPort && ports.includes(fromPort)

/** Ports in words: `tcp 443`, `every port`. */
export const portsOf = ({ ipProtocol, fromPort, toPort }: SecurityRule): string => {
  if (ipProtocol === '-1' || fromPort === undefined) return 'every port'
  return fromPort === toPort ? `${ipProtocol} ${fromPort}` : `${ipProtocol} ${fromPort} to ${toPort}`
}

/** Security groups that stand before the database and the cache. */
export const dataGroups = (view: View): ReadonlySet<string | undefined> =>
  new Set([
    ...view.of('rds/Instance').flatMap(({ asked }) => asked.vpcSecurityGroupIds ?? []),
    ...view.of('elasticache/ReplicationGroup').flatMap(({ asked }) => asked.securityGroupIds ?? []),
  ])

/** The security group that EKS makes for the cluster, as the cluster layer reports it. */
export const clusterGroup = (view: View): string | undefined =>
  view.layer('Cluster')?.composition.status['securityGroupId'] as string | undefined
