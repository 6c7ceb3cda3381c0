import type { ManagedResource } from '../../managed-resource.ts'
import type { Observed } from '../../observed.ts'
import { readinessOf } from '../../readiness/readiness.ts'
import { addonsRunOnNodes } from './addons.ts'
import { type Group, generationOf, groupNameOf, groupsOf } from './generation.ts'
import { generationsIn, isGroupReady } from './node-readiness.ts'
import { type ClusterPlan, keys } from './plan.ts'

/** Which generations of node groups there should be. */
export type NodeGroupPlan = Readonly<{
  /** Those of the spec that exist or may be made now. */
  present: readonly Present[]
  /** Those of the spec that must wait for their turn. */
  waiting: readonly Present[]
  /** Generations of before that stay as they are, until others have taken over. */
  kept: readonly string[]
}>

/** A group of the spec and its present generation. */
export type Present = Readonly<{ group: Group; generation: string }>

/** As many as the spec may have, and one that is being replaced: more would be more than 50 resources. */
const mostGroups = 6

/**
 * Replacing is making the new generation, waiting until it is ready, and dropping the old one, which drains its nodes; one group
 * at a time. Nodes in use never go before there are others, unless the spec or `retiring` says so.
 */
export const nodeGroupPlan = (cluster: ClusterPlan): NodeGroupPlan => {
  const wanted = groupsOf(cluster.spec).map((group) => ({
    group,
    generation: generationOf(group, cluster.spec.subnetIds),
  }))
  if (cluster.spec.retiring) return retired(cluster, wanted)
  const { observed } = cluster
  const before = generationsIn(observed).filter((one) => !wanted.some(({ generation }) => generation === one))
  const superseded = wanted.flatMap((one) => keptUntilReplaced(observed, before, one))
  const present = mayStart(observed, wanted, before)
  const waiting = wanted.filter((one) => !present.includes(one))
  return { present, waiting, kept: [...superseded, ...removedButNeeded(observed, before, { wanted, waiting })] }
}

/** Add-ons that run on nodes go first: one whose nodes are gone hangs. */
const retired = (cluster: ClusterPlan, wanted: readonly Present[]): NodeGroupPlan => {
  const existing = addonsRunOnNodes(cluster) ? generationsIn(cluster.observed) : []
  return {
    present: wanted.filter(({ generation }) => existing.includes(generation)),
    waiting: [],
    kept: existing.filter((one) => !wanted.some(({ generation }) => generation === one)),
  }
}

/** Old generations of a group. One that never had a node is of no use to anybody, and makes room. */
const keptUntilReplaced = (observed: Observed, before: readonly string[], { group, generation }: Present): string[] => {
  if (isGroupReady(observed, generation)) return []
  const used = before.filter((one) => groupNameOf(one) === group.name && mayHaveNodes(observed, one))
  const ready = used.filter((one) => isGroupReady(observed, one))
  // a change on top of a change: two generations have nodes, the younger one took over already
  return ready.length > 0 ? [youngest(observed, ready)] : used
}

/** Groups that the spec no longer has. They make room for others one by one, and go when all others are ready. */
const removedButNeeded = (
  observed: Observed,
  before: readonly string[],
  { wanted, waiting }: Readonly<{ wanted: readonly Present[]; waiting: readonly Present[] }>,
): string[] => {
  const ready = wanted.filter(({ generation }) => isGroupReady(observed, generation))
  if (ready.length === wanted.length) return []
  const removed = before
    .filter((one) => !wanted.some(({ group }) => group.name === groupNameOf(one)))
    .filter((one) => mayHaveNodes(observed, one))
  const isOneGoing = removed.some((one) => isBeingDeleted(observed[keys.nodeGroup(one)]))
  return waiting.length > 0 && ready.length > 0 && !isOneGoing ? removed.slice(1) : removed
}

/** Those that have begun go on; of the others as many as there is room for, but only one that replaces another. */
const mayStart = (observed: Observed, wanted: readonly Present[], before: readonly string[]): Present[] => {
  const begun = wanted.filter(({ generation }) => hasBegun(observed, generation))
  const isReplacing = ({ group }: Present) => before.some((one) => groupNameOf(one) === group.name)
  let room = mostGroups - begun.length - before.length
  let isReplacementUnderWay = begun.some(isReplacing)
  const starting = wanted.filter((one) => {
    if (begun.includes(one) || room <= 0 || (isReplacing(one) && isReplacementUnderWay)) return false
    room -= 1
    isReplacementUnderWay ||= isReplacing(one)
    return true
  })
  return wanted.filter((one) => begun.includes(one) || starting.includes(one))
}

/** The launch template comes first, so it says that the generation has been decided on. */
const hasBegun = (observed: Observed, generation: string): boolean =>
  observed[keys.nodeGroup(generation)] !== undefined || observed[keys.launchTemplate(generation)] !== undefined

/** A group whose status is unknown has nodes for all we know, unless AWS has refused to make it. */
const mayHaveNodes = (observed: Observed, generation: string): boolean => {
  const resource = observed[keys.nodeGroup(generation)]
  const status = resource?.status?.atProvider?.['status']
  if (status !== undefined) return status !== 'CREATING' && status !== 'CREATE_FAILED'
  const wasMade = resource?.metadata.annotations?.['crossplane.io/external-create-succeeded'] !== undefined
  return wasMade || readinessOf('eks/NodeGroup', resource).state !== 'failed'
}

const youngest = (observed: Observed, generations: readonly string[]): string => {
  const born = (one: string) => observed[keys.nodeGroup(one)]?.metadata.creationTimestamp ?? ''
  return generations.reduce((best, one) => (born(one) > born(best) ? one : best))
}

const isBeingDeleted = (resource: ManagedResource | undefined): boolean =>
  resource?.metadata.deletionTimestamp !== undefined
