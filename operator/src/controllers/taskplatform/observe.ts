import { reportOf } from '../../core/layer-reports.ts'
import type { Layer } from '../../core/layers.ts'
import { nothingObserved, type Observed } from '../../core/observed.ts'
import type { Platform } from '../../core/platform.ts'
import type { Composites, PlatformName } from '../../ports/composites.ts'
import { observeDeletion } from './observe-deletion.ts'
import { holdsIn, type ObservePorts, observedOf } from './observing.ts'

/** Gathers all that a plan may depend on. The only reader of composites. `planning`: the plan of a deletion has to be made. */
export async function observe(
  ports: ObservePorts,
  layers: readonly Layer[],
  platform: Platform,
  planning: boolean,
  signal: AbortSignal,
): Promise<Observed> {
  switch (platform.phase) {
    case 'Paused':
    case 'Invalid':
      return nothingObserved
    case 'Live':
      return observeLive(ports, layers, platform, planning, signal)
    case 'Deleting':
      return observeDeletion(ports, layers, platform, planning, signal)
  }
}

/** What the watches have delivered of a platform. Costs no request, so it may be asked before the spec is understood. */
export const observeCached = (composites: Composites, layers: readonly Layer[], platform: PlatformName): Observed =>
  observedOf(layers.map((layer) => [layer.name, composites.cached(layer, platform)]))

async function observeLive(
  ports: ObservePorts,
  layers: readonly Layer[],
  platform: Platform,
  planning: boolean,
  signal: AbortSignal,
): Promise<Observed> {
  const observed = observeCached(ports.composites, layers, platform)
  const reach = ports.workload.reach(platform, reportOf(observed, 'Cluster').kubeconfigSecretRef?.name)
  if (!planning) return { ...observed, workload: { reach } }
  const [holds, held] = await Promise.all([
    holdsIn(ports.composites, observed, signal),
    ports.workload.holding(platform, signal),
  ])
  return { ...observed, workload: { reach, held }, holds }
}
