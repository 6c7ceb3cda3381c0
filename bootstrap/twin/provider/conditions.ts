import type { ManagedCondition } from './managed.ts'

/** A condition without its time. */
export type Said = Omit<ManagedCondition, 'lastTransitionTime' | 'observedGeneration'> &
  Readonly<{ forGeneration?: boolean }>

// Types, reasons and which of them carry a generation: crossplane apis/core/v2/condition.go, upjet pkg/resource/conditions.go

/** AWS made it. */
export const available: Said = { type: 'Ready', status: 'True', reason: 'Available' }
/** AWS is making it, or will. */
export const creating: Said = { type: 'Ready', status: 'False', reason: 'Creating', forGeneration: true }
/** AWS is removing it, or will. */
export const deleting: Said = { type: 'Ready', status: 'False', reason: 'Deleting', forGeneration: true }
/** The last look or call went well. */
export const synced: Said = { type: 'Synced', status: 'True', reason: 'ReconcileSuccess', forGeneration: true }
/** The provider keeps its hands off. */
export const paused: Said = { type: 'Synced', status: 'False', reason: 'ReconcilePaused', forGeneration: true }
/** The last look or call did not go well. */
export const notSynced = (message: string): Said => ({
  type: 'Synced',
  status: 'False',
  reason: 'ReconcileError',
  message,
  forGeneration: true,
})
/** The last call in the background went well. */
export const operationSucceeded: Said = { type: 'LastAsyncOperation', status: 'True', reason: 'Success' }
/** The last call in the background did not go well. */
export const operationFailed = (verb: 'create' | 'update' | 'delete', message: string): Said => ({
  type: 'LastAsyncOperation',
  status: 'False',
  reason: { create: 'AsyncCreateFailure', update: 'AsyncUpdateFailure', delete: 'AsyncDeleteFailure' }[verb],
  message,
})

/** The conditions after `said`: those that say the same as before keep their time, the others get `now`. */
export const withConditions = (
  before: readonly ManagedCondition[],
  said: readonly Said[],
  { now, generation }: Readonly<{ now: number; generation: number | undefined }>,
): ManagedCondition[] => {
  const after = new Map(before.map((condition) => [condition.type, condition]))
  for (const { forGeneration, ...words } of said) {
    const next: ManagedCondition = {
      ...words,
      lastTransitionTime: new Date(now).toISOString().replace(/\.\d+Z$/, 'Z'),
      ...(forGeneration && generation !== undefined && { observedGeneration: generation }),
    }
    const old = after.get(next.type)
    if (!old || !saysTheSame(old, next)) after.set(next.type, next)
  }
  return [...after.values()]
}

const saysTheSame = (a: ManagedCondition, b: ManagedCondition): boolean =>
  a.status === b.status &&
  a.reason === b.reason &&
  (a.message ?? '') === (b.message ?? '') &&
  a.observedGeneration === b.observedGeneration
