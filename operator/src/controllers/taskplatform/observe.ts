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
      return observeDeletion(composites, layers, platform, signal)
  }
}

async function observeDeletion(
  composites: Composites,
  layers: readonly Layer[],
  platform: Platform,
  signal: AbortSignal,
): Promise<Observed> {
  const found = await Promise.all(
    layers.map(async (layer) => ({ layer, composite: await composites.live(layer, platform, signal) })),
  )
  const leaving = await Promise.all(
    found.map(async ({ layer, composite }) => ({
      layer,
      leaving: composite ? await composites.leaving(layer, composite, signal) : [],
    })),
  )
  return {
    ...observedOf(found.map(({ layer, composite }) => [layer.name, composite])),
    leaving: new Map(
      leaving.flatMap(({ layer, leaving }) => (leaving.length > 0 ? [[layer.name, leaving] as const] : [])),
    ),
  }
}

const observedOf = (found: readonly (readonly [LayerName, Composite | undefined])[]): Observed => ({
  composites: new Map(found.flatMap(([name, composite]) => (composite ? [[name, composite] as const] : []))),
})
