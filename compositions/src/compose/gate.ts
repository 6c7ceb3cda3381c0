import type { KindName, Observed } from '../observed.ts'
import { readinessOf } from '../readiness/readiness.ts'

/** A resource that something waits for. */
export type Awaited = Readonly<{ kind: KindName; key: string }>

/** Whether all of them are ready now. */
export const areReady = (observed: Observed, awaited: readonly Awaited[]): boolean =>
  awaited.every(({ kind, key }) => readinessOf(kind, observed[key]).state === 'ready')

/** Whether the resource under the key may be asked for: it exists already, or all that it waits for is ready. */
export const mayBeMade = (observed: Observed, key: string, awaited: readonly Awaited[]): boolean =>
  observed[key] !== undefined || areReady(observed, awaited)
