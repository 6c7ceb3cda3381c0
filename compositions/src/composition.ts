import { contains } from './contains.ts'
import type { Layer } from './layer.ts'
import type { Desired } from './managed.ts'
import type { ManagedResource } from './managed-resource.ts'
import { externalName, type Observed } from './observed.ts'
import { type Readiness, readinessOf } from './readiness/readiness.ts'
import { type Judged, type ResourcesReady, resourcesReady } from './resources-ready.ts'

/** What a composite should become: managed resources by key, and what its status should say. */
export type Composition<Status = Readonly<Record<string, unknown>>> = Readonly<{
  resources: Readonly<Record<string, Readonly<{ resource: ManagedResource; ready: boolean }>>>
  /** All resources are ready, and none is held back. */
  ready: boolean
  status: Status
  conditions: readonly ResourcesReady[]
}>

/** What a layer decides; the rest of a composition follows from it. */
export type Decided<Status> = Readonly<{
  desired: readonly Desired[]
  /** What should exist but cannot be asked for yet, in words for the condition. */
  withheld?: readonly string[]
  status: Status
}>

/** What exists may still be what an earlier spec asked for: it is ready when it holds what is asked for now. */
const readinessOfDesired = ({ kind, key, resource }: Desired, observed: Observed): Readiness => {
  const readiness = readinessOf(kind, observed[key])
  if (readiness.state !== 'ready') return readiness
  const upToDate = contains(observed[key]?.spec.forProvider, resource.spec.forProvider)
  return upToDate ? readiness : { state: 'waiting', why: 'is being changed' }
}

type LayerStatus = ReturnType<typeof layerStatus> & Readonly<{ externalNames: Record<string, string> }>

/** Completes a composition: readiness of each resource, external names, and the condition that sums up. */
export const compositionOf = <Status>(
  layer: Layer,
  observed: Observed,
  { desired, withheld = [], status }: Decided<Status>,
): Composition<Status & LayerStatus> => {
  const judged = desired.map((one): Judged => ({ desired: one, readiness: readinessOfDesired(one, observed) }))
  const condition = resourcesReady(layer, judged, withheld)
  return {
    resources: Object.fromEntries(
      judged.map(({ desired: { key, resource }, readiness }) => [
        key,
        { resource: resource as ManagedResource, ready: readiness.state === 'ready' },
      ]),
    ),
    ready: condition.status === 'True',
    status: { ...status, ...layerStatus(layer, condition), externalNames: externalNamesOf(desired, observed) },
    conditions: [condition],
  }
}

/**
 * What we found, beside the conditions: Crossplane writes those of an earlier round back for a moment, and stamps them with a
 * generation that we may not have seen. This part of the status is ours alone, and is written in one piece with the ids.
 */
const layerStatus = ({ generation }: Layer, { status, reason, message }: ResourcesReady) => ({
  ...(generation === undefined ? {} : { observedGeneration: generation }),
  resources: { ready: status === 'True', reason, message },
})

const externalNamesOf = (desired: readonly Desired[], observed: Observed): Record<string, string> =>
  Object.fromEntries(
    desired.flatMap(({ key }) => {
      const name = externalName(observed[key])
      return name ? [[key, name]] : []
    }),
  )
