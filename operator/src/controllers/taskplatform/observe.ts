import type { Composite } from '../../core/composite.ts'
import type { LayerName } from '../../core/layer-names.ts'
import type { Layer } from '../../core/layers.ts'
import { nothingObserved, type Observed } from '../../core/observed.ts'
import type { Platform } from '../../core/platform.ts'
import type { Composites, PlatformName } from '../../ports/composites.ts'

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
      return observeCached(composites, layers, platform)
    case 'Deleting':
      return observeDeletion(composites, layers, platform, signal)
  }
}

/** What the watches have delivered of a platform. Costs no request, so it may be asked before the spec is understood. */
export const observeCached = (composites: Composites, layers: readonly Layer[], platform: PlatformName): Observed =>
  observedOf(layers.map((layer) => [layer.name, composites.cached(layer, platform)]))

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
