import type { Condition } from '@taskplatform/crds/kubernetes'
import type { Facts } from './facts.ts'
import { conditionIn, startOf } from './layer-clock.ts'
import type { LayerName } from './layer-names.ts'
import type { Layer } from './layers.ts'
import { layerTimes } from './times.ts'
import { wantedComposite } from './wanted-composite.ts'

/**
 * When each layer that is not ready should be, in milliseconds since the epoch, if nothing goes wrong from here. A layer that
 * does not exist yet is counted from when the layers that it waits for should report. Made from times that are written down
 * somewhere, so that the same situation gives the same answer whatever time it is; a time in the past says that it is late.
 */
export function expectations(facts: Facts, conditions: readonly Condition[]): ReadonlyMap<LayerName, number> {
  const { platform } = facts
  if (platform.phase !== 'Live') return new Map()
  const starts = new Map<LayerName, number>()
  const byName = new Map(facts.layers.map((layer) => [layer.name, layer]))

  const startTime = (layer: Layer): number => {
    const known = starts.get(layer.name)
    if (known !== undefined) return known
    const start = facts.observed.composites.has(layer.name) ? startOf(layer, facts, conditions) : startWithout(layer)
    starts.set(layer.name, start)
    return start
  }
  const startWithout = (layer: Layer): number => {
    const wanted = wantedComposite(layer, platform, facts.observed)
    const from = 'waitingFor' in wanted ? wanted.from : []
    const reported = from.flatMap((name) => {
      const other = byName.get(name)
      return other ? [startTime(other) + layerTimes[name].reports * minute] : []
    })
    return Math.max(startOf(layer, facts, conditions), beginningOf(facts, conditions), ...reported)
  }

  const missing = facts.layers.filter(
    (layer) => layer.required(platform) && conditionIn(conditions, `${layer.name}Ready`)?.status === 'False',
  )
  return new Map(missing.map((layer) => [layer.name, startTime(layer) + layerTimes[layer.name].expected * minute]))
}

const minute = 60_000

/** When the first layer could be made: since the platform exists, works, and may be made. */
function beginningOf({ stored }: Facts, conditions: readonly Condition[]): number {
  const stalled = conditionIn(conditions, 'Stalled')
  const times = [
    stored.metadata.creationTimestamp,
    conditionIn(conditions, 'Paused')?.lastTransitionTime,
    stalled?.status === 'False' ? stalled.lastTransitionTime : undefined,
  ]
  return Math.max(...times.map((time) => Date.parse(time ?? '') || 0))
}
