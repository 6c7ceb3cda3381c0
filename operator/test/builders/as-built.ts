import type { Composite } from '../../src/core/composite.ts'
import { type LayerName, layerNames } from '../../src/core/layer-names.ts'
import { layers } from '../../src/core/layers.ts'
import { type LivePlatform, parsePlatform, type StoredPlatform } from '../../src/core/platform.ts'
import { available, composite, networkIdsIn } from './composite.ts'
import { installation } from './installation.ts'
import { reports } from './reports.ts'

/**
 * The composite that a platform gets for a layer when all others have reported, as the API server would give it back, with
 * what else is stated.
 */
export function asBuilt(
  stored: StoredPlatform,
  name: LayerName,
  more: Parameters<typeof composite>[1] = {},
): Composite {
  const layer = layers.find((candidate) => candidate.name === name)
  const platform = parsePlatform(stored, installation) as LivePlatform
  const reported = layerNames.map((one) => [one, composite(`Platform${one}`, { status: reports[one] })] as const)
  const network = composite('PlatformNetwork', { status: networkReport(platform) })
  const built = layer?.build(platform, { composites: new Map([...reported, ['Network', network]]) })
  if (!built || 'waitingFor' in built) throw new Error(`cannot build ${name}`)
  const crossplane = { compositionRef: { name: 'any' } }
  return composite(`Platform${name}`, { ...more, spec: { ...built.spec, crossplane } })
}

const networkReport = ({ spec }: LivePlatform) => {
  const zones = spec.network.availabilityZones
  const natGatewayIds = (spec.network.natGateways === 'Single' ? zones.slice(0, 1) : zones).map(
    (_, index) => `nat-${index}`,
  )
  return { ...reports.Network, ...networkIdsIn(zones), natGatewayIds }
}

/** The same, made: all its resources stand, and it reports its ids. */
export const asMade = (
  stored: StoredPlatform,
  name: LayerName,
  more: Parameters<typeof composite>[1] = {},
): Composite => asBuilt(stored, name, { resources: available, ...more, status: { ...reports[name], ...more.status } })
