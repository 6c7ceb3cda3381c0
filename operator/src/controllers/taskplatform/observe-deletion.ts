import type { ProviderConfigRef } from '@taskplatform/crds/layers/common'
import { mayHold } from '../../core/deletion/drain.ts'
import { reportOf } from '../../core/layer-reports.ts'
import type { Layer } from '../../core/layers.ts'
import type { Observed, Workload } from '../../core/observed.ts'
import type { Platform } from '../../core/platform.ts'
import { holdsIn, type ObservePorts, observedOf } from './observing.ts'

/** Gathers what a deletion may depend on. Asks the API server: nothing may be missed because a cache lags behind. */
export async function observeDeletion(
  ports: ObservePorts,
  layers: readonly Layer[],
  platform: Platform,
  planning: boolean,
  signal: AbortSignal,
): Promise<Observed> {
  const { composites } = ports
  const found = await Promise.all(
    layers.map(async (layer) => ({ layer, composite: await composites.live(layer, platform, signal) })),
  )
  const leaving = await Promise.all(
    found.map(async ({ layer, composite }) => ({
      layer,
      leaving: composite ? await composites.leaving(layer, composite, signal) : [],
    })),
  )
  const observed = observedOf(found.map(({ layer, composite }) => [layer.name, composite]))
  return {
    ...observed,
    leaving: new Map(
      leaving.flatMap(({ layer, leaving }) => (leaving.length > 0 ? [[layer.name, leaving] as const] : [])),
    ),
    workload: await workloadOf(ports, platform, observed, signal),
    missingProviderConfigs: await missingProviderConfigs(ports, platform, observed, signal),
    ...(planning ? { holds: await holdsIn(composites, observed, signal) } : {}),
  }
}

/** What is seen of the EKS cluster; nobody looks any more once it is being taken down. */
async function workloadOf(
  { workload }: ObservePorts,
  platform: Platform,
  observed: Observed,
  signal: AbortSignal,
): Promise<Workload | undefined> {
  if (!mayHold(observed)) {
    workload.forget(platform)
    return undefined
  }
  const reach = workload.reach(platform, reportOf(observed, 'Cluster').kubeconfigSecretRef?.name)
  return { reach, held: await workload.holding(platform, signal) }
}

async function missingProviderConfigs(
  { providerConfigs }: ObservePorts,
  { namespace }: Platform,
  { composites }: Observed,
  signal: AbortSignal,
): Promise<readonly ProviderConfigRef[]> {
  const refs = [...composites.values()].flatMap(({ spec }) => (spec?.['providerConfigRef'] as ProviderConfigRef) ?? [])
  const different = new Map(refs.map((ref) => [`${ref.kind} ${ref.name}`, ref]))
  const asked = await Promise.all(
    [...different.values()].map(async (ref) => ({ ref, exists: await providerConfigs.exists(ref, namespace, signal) })),
  )
  return asked.filter(({ exists }) => !exists).map(({ ref }) => ref)
}
