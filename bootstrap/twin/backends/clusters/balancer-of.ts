import type { Attributes } from '../../service/aws-resource.ts'
import { derivedId, digits } from '../../service/ids.ts'
import type { World } from '../../service/world.ts'

/** One thing in AWS that belongs to the load balancer of a Service. */
export type Part = Readonly<{ kind: string; id: string; attributes: Attributes }>

/** The load balancer of a Service: its name in DNS, and all that there is of it in AWS. */
export type Balancer = Readonly<{ hostname: string; parts: readonly Part[] }>

/** A Service, as far as its load balancer depends on it. */
export type BalancedService = Readonly<{ namespace: string; name: string; uid: string; isInternal: boolean }>

/**
 * The Classic Load Balancer that the AWS cloud provider of Kubernetes makes for a Service: named by the UID, with a security
 * group of its own and an interface in each subnet that is tagged for it. `undefined` where no subnet is: no load balancer is made.
 * Source: kubernetes/cloud-provider-aws pkg/providers/v1 (aws.go, aws_loadbalancer.go), from memory.
 */
export const balancerOf = (world: World, cluster: string, service: BalancedService): Balancer | undefined => {
  const vpcId = vpcOf(world, cluster)
  const subnets = world
    .all('Subnet')
    .filter(({ attributes }) => attributes['vpcId'] === vpcId && isFor(attributes, service))
  if (vpcId === undefined || subnets.length === 0) return undefined
  const id = balancerName(service)
  const groupId = derivedId('sg', `k8s-elb-${id}`)
  const tags = {
    [`kubernetes.io/cluster/${cluster}`]: 'owned',
    'kubernetes.io/service-name': `${service.namespace}/${service.name}`,
  }
  return {
    hostname: `${service.isInternal ? 'internal-' : ''}${id}-${Number.parseInt(digits(id, 7), 16)}.${world.region}.elb.amazonaws.com`,
    parts: [
      { kind: 'SecurityGroup', id: groupId, attributes: { name: `k8s-elb-${id}`, vpcId, tags } },
      { kind: 'ClassicLoadBalancer', id, attributes: { vpcId, securityGroups: [groupId], tags } },
      ...subnets.map((subnet) => ({
        kind: 'NetworkInterface',
        id: derivedId('eni', `${id}/${subnet.id}`),
        attributes: {
          ...{ description: `ELB ${id}`, interfaceType: 'interface', requesterManaged: true },
          ...{ isPublic: !service.isInternal, securityGroups: [groupId], subnetId: subnet.id, vpcId },
        },
      })),
    ],
  }
}

/** `a` and the digits of the UID, cut to the 32 letters that a name may have. */
export const balancerName = ({ uid }: Pick<BalancedService, 'uid'>): string =>
  `a${uid.replaceAll('-', '')}`.slice(0, 32)

/** All that there is of a load balancer in AWS, whatever becomes of the subnets that it was made in. */
export const partsOf = (world: World, service: Pick<BalancedService, 'uid'>): Pick<Part, 'kind' | 'id'>[] => {
  const id = balancerName(service)
  const interfaces = world.all('NetworkInterface').filter(({ attributes }) => attributes['description'] === `ELB ${id}`)
  const balancers = world.all('ClassicLoadBalancer').filter((one) => one.id === id)
  const groups = world.all('SecurityGroup').filter(({ attributes }) => attributes['name'] === `k8s-elb-${id}`)
  return [...balancers, ...interfaces, ...groups]
}

const vpcOf = (world: World, cluster: string): unknown =>
  (world.get('Cluster', cluster)?.attributes['vpcConfig'] as Readonly<{ vpcId?: unknown }> | undefined)?.vpcId

const isFor = (attributes: Attributes, { isInternal }: BalancedService): boolean => {
  const tags = (attributes['tags'] ?? {}) as Readonly<Record<string, string>>
  return tags[isInternal ? 'kubernetes.io/role/internal-elb' : 'kubernetes.io/role/elb'] !== undefined
}
