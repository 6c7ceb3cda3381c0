import { launchTemplateVersion } from './launch-template.ts'
import type { Present } from './node-group-plan.ts'
import { isGroupReady } from './node-readiness.ts'
import { type ClusterPlan, keys } from './plan.ts'
import { minorOf } from './versions.ts'

/** What all nodes of a group run. EKS changes it by replacing them, a third at a time. */
export type Roll = Readonly<{ version: string; launchTemplateVersion: string }>

/**
 * What the nodes of a group should run now. A new group begins with what is right at the moment; one that exists follows when it
 * is its turn. Undefined until there is a launch template.
 */
export const rollOf = (cluster: ClusterPlan, { generation }: Present, turn: string | undefined): Roll | undefined => {
  const held = heldRoll(cluster, generation)
  return held && turn !== generation ? held : targetRoll(cluster, generation, held)
}

/** The one generation whose nodes may be replaced now: the first that is behind, when all groups are well. */
export const turnOf = (cluster: ClusterPlan, present: readonly Present[]): string | undefined => {
  const made = present.filter(({ generation }) => cluster.observed[keys.nodeGroup(generation)])
  if (!made.every(({ generation }) => isGroupReady(cluster.observed, generation))) return undefined
  return made.find(({ generation }) => isBehind(cluster, generation))?.generation
}

/** Whether the nodes of a generation that exists run something else than they should by now. */
export const isBehind = (cluster: ClusterPlan, generation: string): boolean => {
  const held = heldRoll(cluster, generation)
  const target = targetRoll(cluster, generation, held)
  if (!held || !target) return false
  return held.version !== target.version || held.launchTemplateVersion !== target.launchTemplateVersion
}

/** In an upgrade nodes come after the control plane, as far as the spec lets them, and never go back. */
const targetRoll = (cluster: ClusterPlan, generation: string, held: Roll | undefined): Roll | undefined => {
  const newest = launchTemplateVersion(cluster, generation) ?? held?.launchTemplateVersion
  if (!newest) return undefined
  const { nodes, isMoving } = cluster.versions
  const mayFollow = !held || (!isMoving && minorOf(nodes) > minorOf(held.version))
  return { version: mayFollow ? nodes : held.version, launchTemplateVersion: newest }
}

/** What was asked for last. */
const heldRoll = ({ observed }: ClusterPlan, generation: string): Roll | undefined => {
  const asked = observed[keys.nodeGroup(generation)]?.spec.forProvider as
    | Readonly<{ version?: string; launchTemplate?: Readonly<{ version?: string }> }>
    | undefined
  if (!asked?.version || !asked.launchTemplate?.version) return undefined
  return { version: asked.version, launchTemplateVersion: asked.launchTemplate.version }
}
