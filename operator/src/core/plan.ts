import { type Compliance, holdOf, type NotJudged } from './compliance.ts'
import type { Composite } from './composite.ts'
import type { Deletion } from './deletion/deletion.ts'
import { departureOf, type World } from './departure.ts'
import { differences } from './differences.ts'
import type { Layer } from './layers.ts'
import type { Observed } from './observed.ts'
import type { DeletingPlatform, LivePlatform, Platform } from './platform.ts'
import { isSettled, verdictOf } from './verdict.ts'
import { wantedComposite } from './wanted-composite.ts'
import type { Release } from './workload-cluster.ts'

/**
 * One step of a plan.
 * - `claim`: put our finalizer on the TaskPlatform, before the first thing exists that would have to be cleaned up.
 * - `apply`: make or correct a composite; `changes` names the spec fields that differ.
 * - `remove`: delete a composite in the foreground. `wait`: somebody else has to finish first.
 * - `letGo`: ask the EKS cluster to let go of what it holds in AWS.
 * - `release`: take the finalizer off; the TaskPlatform disappears.
 */
export type Step =
  | Readonly<{ do: 'claim' | 'release' }>
  | Readonly<{ do: 'apply'; layer: Layer; composite: Composite; changes: readonly string[]; exists: boolean }>
  | Readonly<{ do: 'remove'; layer: Layer; composite: Composite }>
  | Readonly<{ do: 'letGo'; releases: readonly Release[] }>
  | Readonly<{ do: 'wait'; subject: string; message: string }>

/** What a reconcile will do, in order. An empty plan means that the platform is as it was asked for. */
export type Plan = readonly Step[]

/**
 * Decides what to do about a platform. Pure: the same platform, observation and judgement give the same plan.
 * `compliance` is how the whole graph was judged; it counts before the first layer exists, and not afterwards. `deletion` is how
 * a deletion was judged; without it, nothing but deletion protection is asked about before the layers go.
 */
export function planFor(
  layers: readonly Layer[],
  platform: Platform,
  observed: Observed,
  compliance?: Compliance | NotJudged | undefined,
  deletion?: Deletion | undefined,
): Plan {
  switch (platform.phase) {
    case 'Paused':
    case 'Invalid':
      return []
    case 'Deleting':
      return planRemoval(layers, platform, observed, deletion)
    case 'Live':
      return planRollout(layers, platform, observed, compliance)
  }
}

/**
 * Raises every layer whose inputs exist, and takes away what the platform no longer requires. An unclaimed platform is
 * only claimed: the watch brings it back with the finalizer on, and then the first layer may exist. A platform that may not
 * be made is not even claimed, so that it can be deleted without us.
 */
function planRollout(
  layers: readonly Layer[],
  platform: LivePlatform,
  observed: Observed,
  compliance: Compliance | NotJudged | undefined,
): Plan {
  const hold = holdOf(compliance, observed)
  if (hold) return [{ do: 'wait', subject: 'Compliance', message: hold.message }]
  if (!platform.claimed) return [{ do: 'claim' }]
  return layers.flatMap((layer) => stepsFor(layer, layers, platform, observed))
}

function stepsFor(layer: Layer, layers: readonly Layer[], platform: LivePlatform, observed: Observed): Plan {
  const existing = observed.composites.get(layer.name)
  if (existing && !layer.required(platform)) {
    return removalOf(layer, existing, { layers, observed, dataPolicy: platform.spec.dataPolicy })
  }
  const apply = layer.required(platform) ? applyOf(layer, platform, observed, existing) : []

  const verdict = verdictOf(layer, platform, observed)
  if (isSettled(verdict) || !('message' in verdict)) return apply
  return [...apply, { do: 'wait', subject: layer.name, message: verdict.message }]
}

function applyOf(layer: Layer, platform: LivePlatform, observed: Observed, existing: Composite | undefined): Plan {
  // What is going away cannot be corrected: it is made again once it is gone.
  if (existing?.metadata.deletionTimestamp) return []
  const composite = wantedComposite(layer, platform, observed)
  // A latch: inputs that went missing later leave the composite as it is.
  if ('waitingFor' in composite) return []
  const changes = existing ? differences(composite, existing) : Object.keys(composite.spec ?? {})
  return changes.length > 0 ? [{ do: 'apply', layer, composite, changes, exists: existing !== undefined }] : []
}

/** Takes down the layers that nothing holds any more; when none stands, lets the TaskPlatform go. */
function planRemoval(
  layers: readonly Layer[],
  platform: DeletingPlatform,
  observed: Observed,
  deletion: Deletion | undefined,
): Plan {
  if (!platform.claimed) return []
  if (platform.deletionProtection) {
    return [
      { do: 'wait', subject: 'Deletion', message: 'deletion protection is on: set spec.deletionProtection to false' },
    ]
  }
  const standing = standingIn(layers, observed)
  if (standing.length === 0) return [{ do: 'release' }]
  if (deletion && deletion.stage !== 'Removing') return planBefore(deletion, platform, observed)
  const world = { layers, observed, dataPolicy: platform.dataPolicy }
  return standing.flatMap(({ layer, composite }) => removalOf(layer, composite, world))
}

/** What is done before the first layer goes: blockers are waited for, AWS is asked, and the EKS cluster lets go. */
function planBefore({ stage, blockers, drain, first }: Deletion, platform: DeletingPlatform, observed: Observed): Plan {
  const wait = (message: string): Step => ({ do: 'wait', subject: 'Deletion', message })
  if (stage === 'Blocked') return blockers.map(({ object, message }) => wait(`${object} ${message}`))
  if (stage === 'Draining' && 'message' in drain) {
    const releases = drain.state === 'Holding' ? drain.releases : []
    return [...(releases.length > 0 ? [{ do: 'letGo', releases } as const] : []), wait(drain.message)]
  }
  const asked = standingIn(first, observed)
  if (asked.length === 0) return [wait('the plan of the deletion is written')]
  const world = { layers: first, observed, dataPolicy: platform.dataPolicy }
  return asked.flatMap(({ layer, composite }) => removalOf(layer, composite, world))
}

const standingIn = (layers: readonly Layer[], { composites }: Observed) =>
  layers.flatMap((layer) => {
    const composite = composites.get(layer.name)
    return composite ? [{ layer, composite }] : []
  })

function removalOf(layer: Layer, composite: Composite, world: World): Plan {
  const departure = departureOf(layer, composite, world)
  const wait: Step = { do: 'wait', subject: layer.name, message: departure.message }
  switch (departure.state) {
    case 'Due': {
      const { composite: retired, changes } = departure
      return [{ do: 'apply', layer, composite: retired, changes, exists: true }, wait]
    }
    case 'Ready':
      return [{ do: 'remove', layer, composite }, wait]
    case 'Kept':
    case 'Retiring':
    case 'Deleting':
      return [wait]
  }
}
