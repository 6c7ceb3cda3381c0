import type { Condition, KubernetesObject } from '@taskplatform/crds/kubernetes'

/** A layer's composite resource as the API server stores it: our spec, the status that the composition reports. */
export type Composite = KubernetesObject &
  Readonly<{
    spec?: Readonly<Record<string, unknown>>
    status?: Readonly<Record<string, unknown>> & LayerStatus
  }>

/** The part of the status that every layer has. */
type LayerStatus = Readonly<{
  conditions?: readonly Condition[]
  observedGeneration?: number
  resources?: Readonly<{ ready: boolean; reason: string; message: string }>
}>

/** What one composite says of itself, in one word and, where something is missing, a sentence for the user. */
export type CompositeState =
  | Readonly<{ state: 'Available' }>
  | Readonly<{ state: 'Creating' | 'Failed' | 'Deleting'; message: string }>

/**
 * Judges a composite by what our composition wrote into its status, and by Crossplane's word on whether composing works.
 * Not by its conditions: Crossplane writes those of an earlier round back for a moment, and stamps them with a generation
 * that the round did not see. The first check that has something to say wins; their order is the meaning.
 */
export function stateOf(composite: Composite): CompositeState {
  for (const check of checks) {
    const state = check(composite)
    if (state) return state
  }
  return { state: 'Available' }
}

type Check = (composite: Composite) => CompositeState | undefined

const checks: readonly Check[] = [beingDeleted, notComposed, notSeenYet, resourceRefused, notReady]

function beingDeleted(composite: Composite): CompositeState | undefined {
  if (!composite.metadata.deletionTimestamp) return undefined
  return { state: 'Deleting', message: `${placeOf(composite)} is being deleted` }
}

function notComposed(composite: Composite): CompositeState | undefined {
  const synced = composite.status?.conditions?.find(({ type }) => type === 'Synced')
  if (synced?.status !== 'False') return undefined
  return { state: 'Failed', message: `${placeOf(composite)}: ${synced.message || synced.reason}` }
}

function notSeenYet(composite: Composite): CompositeState | undefined {
  const seen = composite.status?.observedGeneration ?? -1
  if (seen >= (composite.metadata.generation ?? 0)) return undefined
  return { state: 'Creating', message: `${placeOf(composite)} is being composed` }
}

function resourceRefused({ status }: Composite): CompositeState | undefined {
  return status?.resources?.reason === 'Failed' ? { state: 'Failed', message: status.resources.message } : undefined
}

function notReady({ status }: Composite): CompositeState | undefined {
  if (status?.resources?.ready === true) return undefined
  return {
    state: 'Creating',
    message: status?.resources?.message ?? 'the composition has not said how its resources stand',
  }
}

/** Names an object as users type it: `PlatformNetwork tasks-network`. */
export const placeOf = (object: KubernetesObject): string => `${object.kind} ${object.metadata.name}`
