import type { Condition, KubernetesObject } from '@taskplatform/crds/kubernetes'

/** A layer's composite resource as the API server stores it: our spec, the status that the composition reports. */
export type Composite = KubernetesObject &
  Readonly<{
    spec?: Readonly<Record<string, unknown>>
    status?: Readonly<Record<string, unknown>> & { readonly conditions?: readonly Condition[] }
  }>

/** What one composite says of itself, in one word and, where something is missing, a sentence for the user. */
export type CompositeState =
  | Readonly<{ state: 'Available' }>
  | Readonly<{ state: 'Creating' | 'Failed' | 'Deleting'; message: string }>

/**
 * Judges a composite by the conditions of Crossplane (Synced, Ready) and of our composition (ResourcesReady).
 * The first check that has something to say wins; their order is the meaning.
 */
export function stateOf(composite: Composite): CompositeState {
  for (const check of checks) {
    const state = check(composite)
    if (state) return state
  }
  return { state: 'Available' }
}

type Check = (composite: Composite) => CompositeState | undefined

const checks: readonly Check[] = [beingDeleted, notComposed, resourceRefused, notReady, readyForAnOlderSpec]

function beingDeleted(composite: Composite): CompositeState | undefined {
  if (!composite.metadata.deletionTimestamp) return undefined
  const resources = conditionOf(composite, 'ResourcesReady')
  const refused = resources?.reason === 'Failed' ? `: ${resources.message}` : ''
  return { state: 'Deleting', message: `${placeOf(composite)} is being deleted${refused}` }
}

// Crossplane marks every condition Unknown after a failed round: Synced alone tells the truth then.
function notComposed(composite: Composite): CompositeState | undefined {
  const synced = conditionOf(composite, 'Synced')
  if (synced?.status !== 'False') return undefined
  return { state: 'Failed', message: `${placeOf(composite)}: ${synced.message || synced.reason}` }
}

function resourceRefused(composite: Composite): CompositeState | undefined {
  const resources = conditionOf(composite, 'ResourcesReady')
  if (resources?.status !== 'False' || resources.reason !== 'Failed') return undefined
  return { state: 'Failed', message: resources.message }
}

function notReady(composite: Composite): CompositeState | undefined {
  if (conditionOf(composite, 'Ready')?.status === 'True') return undefined
  const resources = conditionOf(composite, 'ResourcesReady')
  const message = resources?.status === 'False' ? resources.message : `${placeOf(composite)} is being composed`
  return { state: 'Creating', message }
}

function readyForAnOlderSpec(composite: Composite): CompositeState | undefined {
  const observed = conditionOf(composite, 'Ready')?.observedGeneration
  if (observed === undefined || observed >= (composite.metadata.generation ?? 0)) return undefined
  return { state: 'Creating', message: `${placeOf(composite)} is being updated` }
}

/** Names an object as users type it: `PlatformNetwork tasks-network`. */
export const placeOf = (object: KubernetesObject): string => `${object.kind} ${object.metadata.name}`

const conditionOf = (composite: Composite, type: string): Condition | undefined =>
  composite.status?.conditions?.find((condition) => condition.type === type)
