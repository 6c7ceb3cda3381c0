import type { Composite } from '../../src/core/composite.ts'
import type { LayerName } from '../../src/core/layer-names.ts'
import { layers } from '../../src/core/layers.ts'
import { type LivePlatform, parsePlatform, type StoredPlatform } from '../../src/core/platform.ts'
import { composite, networkIds } from './composite.ts'

/** The composite that a platform gets for a layer, as the API server would give it back, with what else is stated. */
export function asBuilt(
  stored: StoredPlatform,
  name: LayerName,
  more: Parameters<typeof composite>[1] = {},
): Composite {
  const layer = layers.find((candidate) => candidate.name === name)
  const network = composite('PlatformNetwork', { status: networkIds })
  const built = layer?.build(parsePlatform(stored) as LivePlatform, { composites: new Map([['Network', network]]) })
  if (!built || 'waitingFor' in built) throw new Error(`cannot build ${name}`)
  const crossplane = { compositionRef: { name: 'any' } }
  return composite(`Platform${name}`, { ...more, spec: { ...built.spec, crossplane } })
}
