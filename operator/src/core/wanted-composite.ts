import type { Composite } from './composite.ts'
import type { Layer } from './layers.ts'
import type { Missing } from './missing.ts'
import type { Observed } from './observed.ts'
import type { LivePlatform } from './platform.ts'

/**
 * The composite that a layer should be now, or what it waits for. Late inputs latch: one that its spec has already, and that
 * cannot be read at the moment, is kept, because taking it away would delete in AWS what is made from it.
 */
export function wantedComposite(layer: Layer, platform: LivePlatform, observed: Observed): Wanted {
  const answers = answersOn(platform, observed)
  const known = answers.get(layer)
  if (known) return known
  const answer = decided(layer, platform, observed)
  answers.set(layer, answer)
  return answer
}

type Wanted = Composite | Missing

// Plan, conditions and expected times of one reconcile ask the same three times; building takes most of its time.
const remembered = new WeakMap<Observed, WeakMap<LivePlatform, WeakMap<Layer, Wanted>>>()

function answersOn(platform: LivePlatform, observed: Observed): WeakMap<Layer, Wanted> {
  const byPlatform = remembered.get(observed) ?? new WeakMap<LivePlatform, WeakMap<Layer, Wanted>>()
  remembered.set(observed, byPlatform)
  const byLayer = byPlatform.get(platform) ?? new WeakMap<Layer, Wanted>()
  byPlatform.set(platform, byLayer)
  return byLayer
}

function decided(layer: Layer, platform: LivePlatform, observed: Observed): Wanted {
  const built = layer.build(platform, observed)
  if ('waitingFor' in built) return built
  const existing = observed.composites.get(layer.name)
  const held = existing?.spec ?? {}
  const kept = layer.late.filter((field) => isMissing(built.spec?.[field]) && !isMissing(held[field]))
  // names are given when the composite is made; what it has taken over it knows better than anybody
  const externalNames = existing ? held['externalNames'] : platform.spec.externalNames[layer.name]
  if (kept.length === 0 && externalNames === undefined) return built
  const late = Object.fromEntries(kept.map((field) => [field, held[field]]))
  return { ...built, spec: { ...built.spec, ...late, ...(externalNames === undefined ? {} : { externalNames }) } }
}

const isMissing = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.length === 0)
