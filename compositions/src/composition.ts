import { type Adopted, adopt, mayRefer } from './adopt.ts'
import { contains } from './contains.ts'
import { driftIn } from './drift.ts'
import type { Layer } from './layer.ts'
import type { Desired } from './managed.ts'
import type { ManagedResource, ManagementPolicy } from './managed-resource.ts'
import { externalName, type Observed } from './observed.ts'
import { type Readiness, readinessOf } from './readiness/readiness.ts'
import { type Judged, type ResourcesReady, resourcesReady } from './resources-ready.ts'
import { finishCreation, unfinishedCreation } from './unfinished-creation.ts'

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

/** What becomes of a desired resource in the light of what exists: taken over, told to go on, and judged. */
const judge = (layer: Layer, wanted: Desired, observed: Observed): Judged & Pick<Adopted, 'unsure'> => {
  const seen = observed[wanted.key]
  const { desired, looking, unsure } = adopt(wanted, seen, layer.externalNames?.[wanted.key])
  const readiness = unfinishedCreation(desired, seen) ?? readinessOfDesired(desired, observed)
  return {
    desired: finishCreation(desired, seen),
    readiness: looking && readiness.state === 'ready' ? lookedFor : readiness,
    unsure,
  }
}

const lookedFor: Readiness = { state: 'waiting', why: 'is looked for in AWS' }

/** What exists may still be what an earlier spec asked for: it is ready when it holds what is asked for now. */
const readinessOfDesired = ({ kind, key, resource }: Desired, observed: Observed): Readiness => {
  const seen = observed[key]
  const readiness = readinessOf(kind, seen)
  if (readiness.state !== 'ready') return readiness
  const upToDate =
    contains(seen?.spec.forProvider, resource.spec.forProvider) &&
    arePolicies(seen?.spec.managementPolicies, resource.spec.managementPolicies)
  return upToDate ? readiness : { state: 'waiting', why: 'is being changed' }
}

/** Whether the provider may do the same. Without a word it may do everything. */
const arePolicies = (held: readonly ManagementPolicy[] = ['*'], wanted: readonly ManagementPolicy[] = ['*']): boolean =>
  held.length === wanted.length && wanted.every((policy) => held.includes(policy))

type LayerStatus = ReturnType<typeof layerStatus> & ReturnType<typeof memoryOf>

/** Completes a composition: readiness of each resource, external names, and the condition that sums up. */
export const compositionOf = <Status>(
  layer: Layer,
  observed: Observed,
  { desired, withheld = [], status }: Decided<Status>,
): Composition<Status & LayerStatus> => {
  const judged = desired.map((one) => judge(layer, one, observed))
  const unsure = new Set(judged.flatMap((one) => (one.unsure ? [one.desired.resource.metadata.name] : [])))
  const condition = resourcesReady(layer, judged, withheld)
  return {
    resources: Object.fromEntries(
      judged
        .filter((one) => mayRefer(one.desired, unsure, observed))
        .map(({ desired: { key, resource }, readiness }) => [
          key,
          { resource: resource as ManagedResource, ready: readiness.state === 'ready' },
        ]),
    ),
    ready: condition.status === 'True',
    status: { ...status, ...layerStatus(layer, condition), ...memoryOf(layer, judged, observed) },
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

/** What a new management cluster, and our next round, have to know. */
const memoryOf = (layer: Layer, judged: readonly Judged[], observed: Observed) => {
  const { drift, settled } = driftIn(layer, judged, observed)
  const desired = judged.map((one) => one.desired)
  const kept = desired
    .filter(({ key, resource }) => observed[key] && staysInAws(resource.spec.managementPolicies))
    .map(({ key }) => key)
  return {
    externalNames: externalNamesOf(desired, observed),
    ...(Object.keys(settled).length > 0 ? { settled } : {}),
    ...(drift.length > 0 ? { drift: [...drift] } : {}),
    ...(kept.length > 0 ? { kept } : {}),
  }
}

const staysInAws = (policies: readonly ManagementPolicy[] = ['*']): boolean =>
  !policies.includes('*') && !policies.includes('Delete')

const externalNamesOf = (desired: readonly Desired[], observed: Observed): Record<string, string> =>
  Object.fromEntries(
    desired.flatMap(({ key }) => {
      const name = externalName(observed[key])
      return name ? [[key, name]] : []
    }),
  )
