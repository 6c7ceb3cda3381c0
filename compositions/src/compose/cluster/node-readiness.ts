import type { Observed } from '../../observed.ts'
import { readinessOf } from '../../readiness/readiness.ts'
import { type ClusterPlan, keys, nodeGroupPrefix } from './plan.ts'

/** Whether any group of nodes is ready, of whatever generation: add-ons have somewhere to run. */
export const hasNodes = ({ observed }: ClusterPlan): boolean =>
  generationsIn(observed).some((generation) => isGroupReady(observed, generation))

/** Whether the group of this generation has what is asked for. */
export const isGroupReady = (observed: Observed, generation: string): boolean =>
  readinessOf('eks/NodeGroup', observed[keys.nodeGroup(generation)]).state === 'ready'

/** Generations of node groups that exist, ready or not. */
export const generationsIn = (observed: Observed): string[] =>
  Object.keys(observed).flatMap((key) => (key.startsWith(nodeGroupPrefix) ? [key.slice(nodeGroupPrefix.length)] : []))
