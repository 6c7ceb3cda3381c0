import { measureCompose } from '../../compositions/bench/compose.ts'
import type { Figure } from './figure.ts'

/** How long composing the Production network takes, all of its resources observed. */
export function composeFigures(): readonly Figure[] {
  const { medianMs, p99Ms, resources } = measureCompose()
  return [
    { name: 'compose_production_network_resources', value: resources, unit: 'resources' },
    { name: 'compose_production_network_median', value: medianMs, unit: 'ms' },
    { name: 'compose_production_network_p99', value: p99Ms, unit: 'ms' },
  ]
}
