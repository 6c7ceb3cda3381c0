import type { DeletionPlan } from '@taskplatform/crds/deletion-plan'
import type { DataPolicy } from '@taskplatform/crds/layers/common'
import { timestamp } from '../conditions.ts'
import { reportOf } from '../layer-reports.ts'
import type { Observed } from '../observed.ts'
import { type Held, heldText, type Reach, type Release, releaseOf } from '../workload-cluster.ts'

/**
 * How far the EKS cluster has let go of what it holds in AWS.
 * - `NotNeeded`: there is no cluster yet that could hold anything, or it is on its way out already.
 * - `Holding`: `releases` are what it is asked for; what has to be seen gone is in the message.
 * - `Unseen`: it cannot be looked into; from `givesUpAt` (milliseconds since 1970) on the deletion does without.
 * - `Done`: seen empty; `kept` are the volumes that stay. `GivenUp`: nobody looked, or not to the end, and why.
 */
export type Drain =
  | Readonly<{ state: 'NotNeeded' }>
  | Readonly<{ state: 'Holding'; releases: readonly Release[]; message: string; needsPerson: boolean }>
  | Readonly<{ state: 'Unseen'; message: string; givesUpAt: number }>
  | Readonly<{ state: 'Done' }>
  | Readonly<{ state: 'GivenUp'; why: string }>

/** What a drain is judged by. */
export type DrainFacts = Readonly<{
  observed: Observed
  dataPolicy: DataPolicy | undefined
  /** Somebody asked not to wait. */
  skip: boolean
  /** Since when the cluster cannot be seen and its deletion is asked for, in milliseconds since 1970. */
  unseenSince: number
  /** How long that is waited for, in milliseconds. */
  graceMs: number
  now: Date
}>

/** Judges what the cluster still holds. Pure: the same facts give the same drain. */
export function drainOf(facts: DrainFacts): Drain {
  const { observed, dataPolicy, skip } = facts
  if (!mayHold(observed)) return { state: 'NotNeeded' }
  if (skip) return { state: 'GivenUp', why: 'the annotation taskplatform.dev/skip-drain says not to wait' }
  const held = observed.workload?.held
  if (!held) return unseen(facts)
  const releases = held.map((one) => releaseOf(one, dataPolicy))
  const awaited = releases.filter(isAwaited)
  if (awaited.length === 0) return { state: 'Done' }
  return {
    state: 'Holding',
    releases: releases.filter(({ held, how }) => how === 'Retain' || (how === 'Delete' && !held.going)),
    message: `waiting until the EKS cluster has let go of ${toldOf(awaited.map(({ held }) => held))}`,
    needsPerson: awaited.every(({ how }) => how === 'Nothing'),
  }
}

/** Whether a cluster stands that may hold something: it has been reached, and its nodes are not being taken away. */
export function mayHold(observed: Observed): boolean {
  const cluster = observed.composites.get('Cluster')
  if (!cluster || cluster.metadata.deletionTimestamp || cluster.spec?.['retiring'] === true) return false
  return reportOf(observed, 'Cluster').kubeconfigSecretRef !== undefined
}

/** Volumes that stay in AWS, because their reclaim policy or the data policy says so. */
export const keptVolumes = (held: readonly Held[], dataPolicy: DataPolicy | undefined) =>
  held.flatMap((one) => (one.kind === 'PersistentVolume' && releaseOf(one, dataPolicy).how !== 'Delete' ? [one] : []))

function unseen({ observed, unseenSince, graceMs, now }: DrainFacts): Drain {
  const why = whyUnseen(observed.workload?.reach)
  const givesUpAt = unseenSince + graceMs
  if (now.getTime() >= givesUpAt) return { state: 'GivenUp', why }
  const at = timestamp(new Date(givesUpAt))
  return {
    state: 'Unseen',
    givesUpAt,
    message:
      `the EKS cluster cannot be looked into (${why}), and what it holds in AWS would be left there: load balancers, ` +
      `volumes, nodes of others. Make it reachable; at ${at} the deletion goes on without it`,
  }
}

const whyUnseen = (reach: Reach | undefined): string => {
  if (!reach || reach.state === 'Connecting') return reach?.message || 'it has not answered yet'
  return reach.message || 'it does not answer every question'
}

/** Load balancers and machines have to be seen gone; of volumes those which go with their claims. */
const isAwaited = ({ held, how }: Release): boolean => held.kind !== 'PersistentVolume' || how !== 'Nothing'

function toldOf(held: readonly Held[]): string {
  const told = held.slice(0, most).map((one) => heldText(one) + cureOf(one))
  return held.length > most ? `${told.join(', ')} and others` : told.join(', ')
}

const most = 3

const cureOf = (held: Held): string => {
  if (held.kind !== 'Node' || held.nodePool) return ''
  if (held.nodeGroup) return ` of the node group ${held.nodeGroup}, which is not ours: delete that node group`
  return ', which is not ours: terminate its instance and delete the node'
}

type Leftover = NonNullable<DeletionPlan['leftovers']>[number]

/**
 * What may be left in AWS when nobody saw the cluster let go: all that it held when it was last looked into, and whatever else
 * bears its tag.
 */
export function leftoversOf(why: string, seen: readonly string[], observed: Observed): Leftover[] {
  const { clusterName = 'of this platform' } = reportOf(observed, 'Cluster')
  const region = String(observed.composites.get('Cluster')?.spec?.['region'] ?? '')
  const find = (key: string) => `aws resourcegroupstaggingapi get-resources --region ${region} --tag-filters Key=${key}`
  return [
    ...seen.slice(0, 40).map((object) => ({ object, message: `may be left: ${why}. Delete it if it is still there` })),
    {
      object: `load balancers, security groups, volumes, interfaces and instances that Kubernetes made for the EKS cluster ${clusterName}`,
      message:
        `may be left: ${why}. Look for them and delete what is found: ${find(`kubernetes.io/cluster/${clusterName}`)}; ` +
        `of the AWS Load Balancer Controller: ${find(`elbv2.k8s.aws/cluster,Values=${clusterName}`)}`,
    },
  ]
}
