import type { Composite } from '../../core/composite.ts'
import type { LayerName } from '../../core/layer-names.ts'
import type { Observed } from '../../core/observed.ts'
import type { Composites } from '../../ports/composites.ts'
import type { ProviderConfigs } from '../../ports/provider-configs.ts'
import type { WorkloadClusters } from '../../ports/workload-clusters.ts'

/** What is looked at. */
export type ObservePorts = Readonly<{
  composites: Composites
  providerConfigs: ProviderConfigs
  workload: Pick<WorkloadClusters, 'reach' | 'forget' | 'holding'>
}>

/** Every managed resource of every composite. */
export async function holdsIn(
  composites: Composites,
  observed: Observed,
  signal: AbortSignal,
): Promise<NonNullable<Observed['holds']>> {
  const found = [...observed.composites].map(
    async ([name, composite]) => [name, await composites.holds(composite, signal)] as const,
  )
  return new Map(await Promise.all(found))
}

/** The composites that were found, by layer. */
export const observedOf = (found: readonly (readonly [LayerName, Composite | undefined])[]): Observed => ({
  composites: new Map(found.flatMap(([name, composite]) => (composite ? [[name, composite] as const] : []))),
})
