import { asItIs } from '../../as-it-is.ts'
import type { Desired } from '../../managed.ts'
import type { Observed } from '../../observed.ts'
import { type Awaited, mayBeMade } from '../gate.ts'
import { addonsRunOnNodes, nodesMayCome } from './addons.ts'
import { launchTemplate } from './launch-template.ts'
import { nodeGroup } from './node-group.ts'
import { type NodeGroupPlan, nodeGroupPlan, type Present } from './node-group-plan.ts'
import { generationsIn } from './node-readiness.ts'
import { isBehind, rollOf, turnOf } from './node-roll.ts'
import { type ClusterPlan, keys } from './plan.ts'
import { nodeRolePolicies } from './roles.ts'

/** The groups of nodes with their launch templates. */
export const nodeGroups = (cluster: ClusterPlan): Desired[] => {
  const plan = nodeGroupPlan(cluster)
  const turn = turnOf(cluster, plan.present)
  return [
    ...plan.present.flatMap((one) => launchTemplate(cluster, one)),
    ...plan.present.flatMap((one) => {
      const roll = isAsked(cluster, one) ? rollOf(cluster, one, turn) : undefined
      // what exists never goes because we cannot tell what it should run
      return roll
        ? [nodeGroup(cluster, one, roll)]
        : asItIs(cluster.observed, 'eks/NodeGroup', keys.nodeGroup(one.generation))
    }),
    ...plan.kept.flatMap((generation) => asBefore(cluster.observed, generation)),
    ...templatesInUse(cluster, plan),
  ]
}

/** Groups that are not asked for yet, or not yet with what their nodes should run. */
export const withheldNodeGroups = (cluster: ClusterPlan): string[] => {
  if (cluster.spec.retiring) return stillThere(cluster)
  const { present, waiting } = nodeGroupPlan(cluster)
  const names = (some: readonly Present[]) => some.map(({ group }) => group.name)
  return [
    ...names(present.filter((one) => !isAsked(cluster, one))).map((name) => `node group ${name}`),
    ...names(waiting).map((name) => `the replacement of another node group, to make ${name}`),
    ...names(present.filter(({ generation }) => isBehind(cluster, generation))).map(
      (name) => `the nodes of ${name}, to be replaced`,
    ),
  ]
}

/** A cluster can be deleted when nothing runs in it any more, and not before. */
const stillThere = (cluster: ClusterPlan): string[] => [
  ...(addonsRunOnNodes(cluster) ? ['the add-ons that run on nodes to be gone'] : []),
  ...(generationsIn(cluster.observed).length > 0 ? ['the nodes to be gone'] : []),
]

/** Nodes come to a cluster that has their network, by a role that lets them join, with a launch template that is there. */
const isAsked = (cluster: ClusterPlan, { generation }: Present): boolean => {
  const needs: readonly Awaited[] = [
    { kind: 'eks/Cluster', key: keys.cluster },
    { kind: 'ec2/LaunchTemplate', key: keys.launchTemplate(generation) },
    ...nodeRolePolicies.map((key) => ({ kind: 'iam/RolePolicyAttachment', key }) as const),
  ]
  const key = keys.nodeGroup(generation)
  return cluster.observed[key] !== undefined || (nodesMayCome(cluster) && mayBeMade(cluster.observed, key, needs))
}

const asBefore = (observed: Observed, generation: string): Desired[] => [
  ...asItIs(observed, 'ec2/LaunchTemplate', keys.launchTemplate(generation)),
  ...asItIs(observed, 'eks/NodeGroup', keys.nodeGroup(generation)),
]

/** A launch template stays until the nodes that were started with it are gone: EKS calls a group without one degraded. */
const templatesInUse = ({ observed }: ClusterPlan, { present, kept }: NodeGroupPlan): Desired[] => {
  const asked = new Set([...present.map(({ generation }) => generation), ...kept])
  return generationsIn(observed)
    .filter((generation) => !asked.has(generation))
    .flatMap((generation) => asItIs(observed, 'ec2/LaunchTemplate', keys.launchTemplate(generation)))
}
