import type { Composite } from './composite.ts'
import type { LayerName } from './layer-names.ts'
import type { Leaving } from './leaving.ts'

/** Everything that a reconcile may know of the world besides the TaskPlatform itself. */
export type Observed = Readonly<{
  /** The composites of this platform that exist, by layer; one with a deletion timestamp still exists. */
  composites: ReadonlyMap<LayerName, Composite>
  /** Managed resources on their way out, by layer. Looked for during a deletion only. */
  leaving?: ReadonlyMap<LayerName, readonly Leaving[]>
}>

/** The world before the first composite exists. */
export const nothingObserved: Observed = { composites: new Map() }
