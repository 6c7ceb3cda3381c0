import type { Composite } from '../../core/composite.ts'
import type { LayerName } from '../../core/layer-names.ts'
import type { Layer } from '../../core/layers.ts'
import { nothingObserved, type Observed } from '../../core/observed.ts'
import type { Platform } from '../../core/platform.ts'
import type { Composites } from '../../ports/composites.ts'

/** Gathers all that a plan may depend on. The only reader of composites. */
export async function observe(
  composites: Composites,
  layers: readonly Layer[],
  platform: Platform,
  signal: AbortSignal,
): Promise<Observed> {
  switch (platform.phase) {
    case 'Paused':
    case 'Invalid':
      return nothingObserved
    case 'Live':
      return observedOf(layers.map((layer) => [layer.name, composites.cached(layer, platform)]))
    case 'Deleting':
      return observedOf(
        await Promise.all(
          layers.map(async (layer) => [layer.name, await composites.live(layer, platform, signal)] as const),
        ),
      )
  }
}

const observedOf = (found: readonly (readonly [LayerName, Composite | undefined])[]): Observed => ({
  composites: new Map(found.flatMap(([name, composite]) => (composite ? [[name, composite] as const] : []))),
})
