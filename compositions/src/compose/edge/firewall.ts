import { type Desired, managed, refTo } from '../../managed.ts'
import { type EdgePlan, keys } from './edge-plan.ts'

/** The world reaches the load balancer on 80 and 443, and the load balancer reaches the pods on their ports: nothing else. */
export const firewall = (edge: EdgePlan): Desired[] => [
  securityGroup(edge),
  ...openPorts(edge).map((port) => fromTheWorld(edge, port)),
  ...podPorts(edge).flatMap((port) => toThePods(edge, port)),
]

/** Ports that are open to the world. */
const openPorts = ({ hostnames }: EdgePlan): readonly number[] => (hostnames.length > 0 ? [80, 443] : [80])

const podPorts = ({ targets }: EdgePlan): readonly number[] => [...new Set(targets.map(({ port }) => port))]

const securityGroup = ({ layer, spec }: EdgePlan): Desired =>
  managed(layer, 'ec2/SecurityGroup', keys.securityGroup, {
    name: `${layer.owner.namespace}/${layer.owner.name}`,
    description: 'Load balancer: HTTP and HTTPS from the internet, to the pods only',
    vpcId: spec.vpcId,
  })

const fromTheWorld = ({ layer }: EdgePlan, port: number): Desired =>
  managed(layer, 'ec2/SecurityGroupIngressRule', keys.ingress(port), {
    securityGroupIdRef: refTo(layer, keys.securityGroup),
    description: port === 80 ? 'HTTP from the internet' : 'HTTPS from the internet',
    cidrIpv4: '0.0.0.0/0',
    ipProtocol: 'tcp',
    fromPort: port,
    toPort: port,
  })

/** Both sides of the way: out of our group, and into that of the cluster, which EKS made and which admits only itself. */
const toThePods = ({ layer, spec }: EdgePlan, port: number): Desired[] => {
  const cluster = spec.clusterSecurityGroupId
  if (!cluster) return []
  const traffic = { ipProtocol: 'tcp', fromPort: port, toPort: port }
  return [
    managed(layer, 'ec2/SecurityGroupEgressRule', keys.egress(port, cluster), {
      securityGroupIdRef: refTo(layer, keys.securityGroup),
      description: `Pods on port ${port}`,
      referencedSecurityGroupId: cluster,
      ...traffic,
    }),
    managed(layer, 'ec2/SecurityGroupIngressRule', keys.clusterIngress(port, cluster), {
      securityGroupId: cluster,
      description: `Load balancer of ${layer.owner.namespace}/${layer.owner.name} to pods on port ${port}`,
      referencedSecurityGroupIdRef: refTo(layer, keys.securityGroup),
      ...traffic,
    }),
  ]
}
