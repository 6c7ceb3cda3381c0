import type { CompositeReasonOf } from '@taskplatform/crds/conditions'
import type { Layer } from './layer.ts'
import type { Desired } from './managed.ts'
import { resourceName } from './names.ts'
import type { Readiness } from './readiness/readiness.ts'

/** The condition that our function sets on a composite, besides Crossplane's own. */
export type ResourcesReady = Readonly<{
  type: 'ResourcesReady'
  status: 'True' | 'False'
  reason: CompositeReasonOf<'ResourcesReady'>
  message: string
}>

/** A desired managed resource with what was judged about it. */
export type Judged = Readonly<{ desired: Desired; readiness: Readiness }>

/**
 * Sums up a layer: failures first, else what is awaited, else Available. At most three resources are named, in the order of the
 * composition, so that the same situation gives the same words.
 */
export const resourcesReady = (
  layer: Layer,
  judged: readonly Judged[],
  withheld: readonly string[],
): ResourcesReady => {
  const failed = judged.flatMap(({ desired, readiness }) =>
    readiness.state === 'failed' ? [`${nameOf(layer, desired)}: ${readiness.why}`] : [],
  )
  if (failed.length > 0) return condition('False', 'Failed', some(failed, '; '))
  const awaited = judged.flatMap(({ desired, readiness }) =>
    readiness.state === 'waiting' ? [`${nameOf(layer, desired)}${readiness.why ? ` (${readiness.why})` : ''}`] : [],
  )
  const waiting = [...awaited, ...withheld]
  if (waiting.length > 0) return condition('False', 'Creating', `Waiting for ${some(waiting, ', ')}`)
  return condition('True', 'Available', 'All managed resources are ready')
}

const condition = (
  status: ResourcesReady['status'],
  reason: ResourcesReady['reason'],
  message: string,
): ResourcesReady => ({ type: 'ResourcesReady', status, reason, message })

const nameOf = ({ owner }: Layer, { key, resource }: Desired): string => `${resource.kind} ${resourceName(owner, key)}`

const some = (all: readonly string[], separator: string): string => {
  const named = all.slice(0, 3).join(separator)
  // no count: it would change, and be written, with every resource that becomes ready
  return all.length > 3 ? `${named} and others` : named
}
