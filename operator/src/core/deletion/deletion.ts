import type { DeletionPlan } from '@taskplatform/crds/deletion-plan'
import { deletionPlanAnnotation } from '@taskplatform/crds/labels'
import { retainedName } from '../external-names.ts'
import type { Layer } from '../layers.ts'
import type { Observed } from '../observed.ts'
import type { DeletingPlatform, LivePlatform, Platform, StoredPlatform } from '../platform.ts'
import { type Blocker, blockersOf } from './blockers.ts'
import { deletionPlanOf, mostObjects, withWorkload } from './deletion-plan.ts'
import { type Drain, drainOf, leftoversOf } from './drain.ts'
import { unseenSince } from './unseen-since.ts'

/**
 * How far a deletion is, judged anew in every reconcile from what is observed, so that it can be taken up at any point.
 * - `Blocked`: nothing is begun while a blocker stands.
 * - `Checking`: the plan is written first; then goes what only AWS can tell about, so that a refusal costs nothing else.
 * - `Draining`: the EKS cluster lets go of what it holds in AWS. `Removing`: the layers go.
 */
export type Deletion = Readonly<{
  stage: 'Blocked' | 'Checking' | 'Draining' | 'Removing'
  blockers: readonly Blocker[]
  drain: Drain
  /** What only AWS can tell about, and which therefore goes first: the names of its layers. */
  first: readonly Layer[]
  /** What `status.deletionPlan` becomes. */
  plan: DeletionPlan
}>

/** What a deletion is judged by. */
export type DeletionFacts = Readonly<{
  layers: readonly Layer[]
  stored: StoredPlatform
  platform: DeletingPlatform
  observed: Observed
  /** How long a cluster that cannot be looked into is waited for, in milliseconds. */
  graceMs: number
  now: Date
}>

/** Judges a deletion that is under way. */
export function deletionOf(facts: DeletionFacts): Deletion {
  const { stored, platform, observed, layers, graceMs, now } = facts
  const blockers = blockersOf({ deletionProtection: platform.deletionProtection, observed })
  const before = stored.status?.deletionPlan
  const planned = isPlanDue(stored, platform) ? newPlan(facts) : before
  const base = { ...(planned ?? newPlan(facts)), blockers: [...blockers] }
  const drain = drainOf({
    ...{ observed, dataPolicy: platform.dataPolicy, skip: platform.skipDrain, graceMs, now },
    unseenSince: unseenSince(stored, now),
  })
  const first = checkedByAws(layers, platform, observed)
  if (blockers.length > 0) return { stage: 'Blocked', blockers, drain, first, plan: withWorkload(base, observed) }
  if (before?.drained === undefined)
    return { stage: 'Checking', blockers, drain, first: [], plan: begun(base, observed) }
  if (before.drained) return { stage: 'Removing', blockers, drain, first, plan: { ...base, ...drainedOf(before) } }
  if (first.length > 0) return { stage: 'Checking', blockers, drain, first, plan: begun(base, observed) }
  if (drain.state === 'Holding' || drain.state === 'Unseen')
    return { stage: 'Draining', blockers, drain, first, plan: begun(base, observed) }
  return { stage: 'Removing', blockers, drain, first, plan: drained(base, drain, observed) }
}

/** The plan that somebody asked for, of a platform that is meant to live; nothing if nobody did. */
export function askedPlan(
  layers: readonly Layer[],
  stored: StoredPlatform,
  platform: LivePlatform,
  observed: Observed,
): DeletionPlan | undefined {
  if (!isPlanDue(stored, platform)) return undefined
  const { deletionProtection, dataPolicy } = platform.spec
  const blockers = blockersOf({ deletionProtection, observed })
  return withWorkload(
    deletionPlanOf({
      layers,
      observed,
      dataPolicy,
      blockers,
      requestedAt: requestOf(stored),
      namesIn: retainedName(stored),
    }),
    observed,
  )
}

/**
 * Whether `status.deletionPlan` has to be made: somebody asks for it, or a deletion begins. It is asked for on every platform
 * that is neither paused nor invalid.
 */
export function isPlanDue(stored: StoredPlatform, { phase }: Pick<Platform, 'phase'>): boolean {
  if (phase !== 'Live' && phase !== 'Deleting') return false
  const { deletionPlan } = stored.status ?? {}
  if (phase === 'Deleting' && deletionPlan?.drained === undefined) return true
  const asked = requestOf(stored)
  return asked !== undefined && asked !== deletionPlan?.requestedAt
}

const requestOf = ({ metadata }: StoredPlatform): string | undefined => metadata.annotations?.[deletionPlanAnnotation]

/** A new plan still tells what the cluster held when it was last looked into. */
const newPlan = ({ layers, stored, platform, observed }: DeletionFacts): DeletionPlan => {
  const plan = deletionPlanOf({
    ...{ layers, observed, dataPolicy: platform.dataPolicy, blockers: [] },
    ...{ requestedAt: requestOf(stored), namesIn: retainedName(stored) },
  })
  const seen = stored.status?.deletionPlan?.objects.filter(({ cluster }) => cluster === 'Workload') ?? []
  return { ...plan, objects: [...seen, ...plan.objects].slice(0, mostObjects) }
}

/**
 * Nobody but ECR knows whether a repository holds images, and with Snapshot it refuses then: they go first, while nothing else
 * is lost. With Delete the images go too, with Retain they stay.
 */
const checkedByAws = (layers: readonly Layer[], { dataPolicy }: DeletingPlatform, { composites }: Observed) =>
  layers.filter(({ name }) => name === 'Registry' && dataPolicy === 'Snapshot' && composites.has(name))

const begun = (plan: DeletionPlan, observed: Observed): DeletionPlan => ({
  ...withWorkload(plan, observed),
  drained: false,
})

const drained = (plan: DeletionPlan, drain: Drain, observed: Observed): DeletionPlan => {
  if (drain.state !== 'GivenUp') return { ...withWorkload(plan, observed), drained: true }
  const seen = withWorkload(plan, observed)
  const known = seen.objects.flatMap(({ cluster, kind, namespace, name, id }) =>
    cluster === 'Workload' ? [`${kind} ${namespace ? `${namespace}/` : ''}${name}${id ? ` (${id})` : ''}`] : [],
  )
  return { ...seen, drained: true, leftovers: leftoversOf(drain.why, known, observed) }
}

const drainedOf = ({ leftovers }: DeletionPlan): Pick<DeletionPlan, 'drained' | 'leftovers'> => ({
  drained: true,
  ...(leftovers ? { leftovers } : {}),
})
