import { type Observed, observation } from '../../observed.ts'
import { readinessOf } from '../../readiness/readiness.ts'
import { generationOf, groupsOf } from './generation.ts'
import { type ClusterPlan, keys, nodeGroupPrefix } from './plan.ts'
import { minorOf } from './versions.ts'

/** Whether any group of nodes is ready, of whatever generation: add-ons have somewhere to run. */
export const hasNodes = ({ observed }: ClusterPlan): boolean =>
  generationsIn(observed).some((generation) => isGroupReady(observed, generation))

/** Whether the nodes of every group of the spec that exists run this Kubernetes version, or a newer one; EKS has to say so. */
export const nodesHave = ({ spec, observed }: ClusterPlan, version: string): boolean =>
  groupsOf(spec)
    .map((group) => keys.nodeGroup(generationOf(group, spec.subnetIds)))
    .filter((key) => observed[key])
    .every((key) => {
      const runs = observation(observed, 'eks/NodeGroup', key).version
      return runs !== undefined && minorOf(runs) >= minorOf(version)
    })

/** Whether the group of this generation has what is asked for. */
export const isGroupReady = (observed: Observed, generation: string): boolean =>
  readinessOf('eks/NodeGroup', observed[keys.nodeGroup(generation)]).state === 'ready'

/** Generations of node groups that exist, ready or not. */
export const generationsIn = (observed: Observed): string[] =>
  Object.keys(observed).flatMap((key) => (key.startsWith(nodeGroupPrefix) ? [key.slice(nodeGroupPrefix.length)] : []))
