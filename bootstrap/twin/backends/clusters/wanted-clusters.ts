import { inCluster } from '../../kinds/eks/found.ts'
import { instancesOf } from '../../kinds/eks/instances.ts'
import { type AwsResource, resourceKey } from '../../service/aws-resource.ts'
import { stateOf, type World } from '../../service/world.ts'
import type { Wanted } from '../backend.ts'
import type { NodeSpec } from './node-object.ts'

/** Everything that a workload cluster depends on, as plain JSON. */
export type ClusterSpec = Readonly<{
  name: string
  region: string
  /** `1.36`: what its nodes call themselves; the programs are those that were built. */
  version: string
  /** Addresses of services. */
  serviceCidr: string
  /** Addresses of pods: with the VPC plugin of AWS they are those of the VPC. */
  podCidr: string
  /** Who issues the tokens of its service accounts. */
  issuer: string
  nodes: readonly NodeSpec[]
}>

/** The clusters that should run: those that EKS is done with making, until their deletion begins. Pure. */
export const wantedClusters = (world: World): Wanted<ClusterSpec>[] =>
  world
    .all('Cluster')
    .filter((cluster) => works(world, cluster))
    .map((cluster) => ({ key: resourceKey(cluster), spec: specOf(world, cluster) }))

const works = (world: World, resource: AwsResource): boolean =>
  ['available', 'updating'].includes(stateOf(resource, world.now))

const specOf = (world: World, cluster: AwsResource): ClusterSpec => {
  const { kubernetesNetworkConfig, vpcConfig, identity, version } = cluster.attributes as Readonly<{
    kubernetesNetworkConfig: Readonly<{ serviceIpv4Cidr: string }>
    vpcConfig: Readonly<{ vpcId: string }>
    identity: readonly Readonly<{ oidc: readonly Readonly<{ issuer: string }>[] }>[]
    version: string
  }>
  return {
    name: cluster.id,
    region: cluster.region,
    version,
    serviceCidr: kubernetesNetworkConfig.serviceIpv4Cidr,
    podCidr: String(world.get('VPC', vpcConfig.vpcId)?.attributes['cidrBlock'] ?? '10.0.0.0/16'),
    issuer: identity[0]?.oidc[0]?.issuer ?? '',
    nodes: inCluster(world, 'NodeGroup', cluster.id)
      .filter((group) => works(world, group))
      .flatMap((group) => nodesOf(world, group)),
  }
}

const nodesOf = (world: World, group: AwsResource): NodeSpec[] => {
  const { attributes } = group
  return instancesOf(world, group).map((instance) => ({
    ...instance,
    region: group.region,
    group: group.id.slice(group.id.indexOf(':') + 1),
    version: String(attributes['version']),
    capacityType: String(attributes['capacityType']),
    amiType: String(attributes['amiType']),
    labels: (attributes['labels'] ?? {}) as NodeSpec['labels'],
    taints: ((attributes['taint'] ?? []) as readonly Readonly<Record<string, string>>[]).map(taintOf),
  }))
}

const effects = {
  NO_SCHEDULE: 'NoSchedule',
  NO_EXECUTE: 'NoExecute',
  PREFER_NO_SCHEDULE: 'PreferNoSchedule',
} as const

const taintOf = ({ key = '', value, effect = '' }: Readonly<Record<string, string>>) => ({
  key,
  ...(value !== undefined && { value }),
  effect: effects[effect as keyof typeof effects] ?? effect,
})
