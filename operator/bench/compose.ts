import { measureLayers } from '../../compositions/bench/compose.ts'
import type { Figure } from './figure.ts'

/** How long composing each layer of each profile takes, all of its resources observed, and how many there are. */
export function composeFigures(): readonly Figure[] {
  return measureLayers().flatMap(({ profile, layer, medianMs, p99Ms, resources }) => {
    const name = `compose_${profile.toLowerCase()}_${layer.toLowerCase()}`
    return [
      { name: `${name}_resources`, value: resources, unit: 'resources' },
      { name: `${name}_median`, value: medianMs, unit: 'ms' },
      { name: `${name}_p99`, value: p99Ms, unit: 'ms' },
    ]
  })
}
