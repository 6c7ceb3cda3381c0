import type { Composite } from './composite.ts'
import type { LayerName } from './layer-names.ts'

/** Everything that a reconcile may know of the world besides the TaskPlatform itself. */
export type Observed = Readonly<{
  /** The composites of this platform that exist, by layer; one with a deletion timestamp still exists. */
  composites: ReadonlyMap<LayerName, Composite>
}>

/** The world before the first composite exists. */
export const nothingObserved: Observed = { composites: new Map() }
