import type { Composite } from '../core/composite.ts'
import type { Layer } from '../core/layers.ts'
import type { Leaving } from '../core/leaving.ts'
import type { Holds } from '../core/observed.ts'

/** Which platform's composites are meant. */
export type PlatformName = Readonly<{ namespace: string; name: string }>

/** The layer composites of the management cluster. */
export interface Composites {
  /** What the watches have delivered: enough to decide what to make, since making it twice changes nothing. */
  cached(layer: Layer, platform: PlatformName): Composite | undefined
  /** Asks the API server: deletion must not conclude from a cache that lags behind our own creation. */
  live(layer: Layer, platform: PlatformName, signal: AbortSignal): Promise<Composite | undefined>
  /** The managed resources of a composite that are being deleted, as far as its layer has to know. Asks the API server. */
  leaving(layer: Layer, composite: Composite, signal: AbortSignal): Promise<readonly Leaving[]>
  /** All managed resources of a composite. Asks the API server, kind by kind: for plans of a deletion only. */
  holds(composite: Composite, signal: AbortSignal): Promise<readonly Holds[]>
  /**
   * Makes the composite this, whoever wrote otherwise: server-side apply, and fields that others added are taken away. Gives what the
   * API server held before; nothing if it did not exist.
   */
  apply(layer: Layer, composite: Composite, signal: AbortSignal): Promise<Composite | undefined>
  /** Deletes with foreground propagation, and only the very object that was observed (by UID). */
  remove(layer: Layer, composite: Composite, signal: AbortSignal): Promise<void>
}
