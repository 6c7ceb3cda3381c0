import type { LayerName } from '../layer-names.ts'
import type { Layer } from '../layers.ts'
import type { Observed } from '../observed.ts'
import { drainMinutes, removalMinutes } from './times.ts'

/**
 * How many minutes a deletion takes when nothing stands in its way: the longest chain of layers of which each waits for the one
 * before, after the EKS cluster has let go.
 */
export function expectedMinutesOf(layers: readonly Layer[], observed: Observed, drains: boolean): number {
  const standing = layers.filter(({ name }) => observed.composites.has(name))
  const known = new Map<LayerName, number>()
  const endOf = (layer: Layer): number => {
    const found = known.get(layer.name)
    if (found !== undefined) return found
    // so that layers that wait for each other, a fault of ours, do not hang us
    known.set(layer.name, 0)
    const before = standing.filter((other) => goesBefore(other, layer)).map(endOf)
    const end = removalMinutes[layer.name] + Math.max(0, ...before)
    known.set(layer.name, end)
    return end
  }
  return (drains ? drainMinutes : 0) + Math.max(0, ...standing.map(endOf))
}

/** Who lets go of a layer without going itself is not waited for: that takes seconds. */
const goesBefore = (one: Layer, other: Layer): boolean =>
  one.needs.includes(other.name) || (one.uses.includes(other.name) && !one.retire)
