import type { Condition } from '@taskplatform/crds/kubernetes'
import type { TaskPlatformStatus } from '@taskplatform/crds/taskplatform'
import type { Facts } from './facts.ts'
import type { Layer } from './layers.ts'
import type { Step } from './plan.ts'

/** What the status says of one layer. */
export type LayerEntry = NonNullable<TaskPlatformStatus['layers']>[number]

/** The part of the facts that tells when a layer began. */
type Past = Pick<Facts, 'stored' | 'observed' | 'outcome' | 'now'>

/**
 * When a layer could first make headway with what it is asked for now, in milliseconds since the epoch: when it was last ready,
 * was made, was given another spec, was told to go, or was resumed, whichever came last. 0 when nothing tells. `conditions` are
 * those of the last reconcile unless those of this one are at hand.
 */
export function startOf(
  layer: Layer,
  past: Past,
  conditions: readonly Condition[] = past.stored.status?.conditions ?? [],
): number {
  const { stored, observed, now } = past
  const { creationTimestamp, deletionTimestamp } = observed.composites.get(layer.name)?.metadata ?? {}
  const condition = conditionIn(conditions, `${layer.name}Ready`)
  const starts = [
    creationTimestamp,
    deletionTimestamp ?? stored.metadata.deletionTimestamp,
    condition?.status === 'False' ? condition.lastTransitionTime : undefined,
    conditionIn(conditions, 'Paused')?.lastTransitionTime,
    changedAt(layer, past),
  ]
  const known = starts.map((time) => Date.parse(time ?? '') || 0)
  return Math.max(...known, changesNow(layer, past) && !creationTimestamp ? now.getTime() : 0)
}

/** When the spec of a layer that was not ready was last changed; nothing when it has not been, or has been ready since. */
export function changedAt(layer: Layer, past: Past): string | undefined {
  if (past.observed.composites.has(layer.name) && changesNow(layer, past)) return past.now.toISOString()
  return entryOf(layer, past)?.startedAt
}

/** Since when AWS has refused something of a layer that it refuses now. A new spec is a new beginning. */
export function failedSince(layer: Layer, past: Past): string {
  const entry = entryOf(layer, past)
  const before = entry?.reason === 'Failed' && !changesNow(layer, past) ? entry.failedSince : undefined
  return before ?? past.now.toISOString()
}

const entryOf = (layer: Layer, { stored }: Past): LayerEntry | undefined =>
  stored.status?.layers?.find(({ name }) => name === layer.name)

// Ids of other layers that come in late are no new beginning: what takes its time goes on as before.
const changesNow = (layer: Layer, { outcome }: Past): boolean =>
  outcome.done.some(
    (step): step is Extract<Step, { do: 'apply' }> =>
      step.do === 'apply' && step.layer === layer && step.changes.some((field) => !layer.late.includes(field)),
  )

/** The condition of a type, if there is one. */
export const conditionIn = (conditions: readonly Condition[], type: string): Condition | undefined =>
  conditions.find((condition) => condition.type === type)
