import type { Composite } from './composite.ts'
import type { Layer } from './layers.ts'
import type { Missing } from './missing.ts'
import type { Observed } from './observed.ts'
import type { LivePlatform } from './platform.ts'

/**
 * The composite that a layer should be now, or what it waits for. Late inputs latch: one that its spec has already, and that
 * cannot be read at the moment, is kept, because taking it away would delete in AWS what is made from it.
 */
export function wantedComposite(layer: Layer, platform: LivePlatform, observed: Observed): Composite | Missing {
  const built = layer.build(platform, observed)
  if ('waitingFor' in built) return built
  const held = observed.composites.get(layer.name)?.spec ?? {}
  const kept = layer.late.filter((field) => isMissing(built.spec?.[field]) && !isMissing(held[field]))
  if (kept.length === 0) return built
  return { ...built, spec: { ...built.spec, ...Object.fromEntries(kept.map((field) => [field, held[field]])) } }
}

const isMissing = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.length === 0)
