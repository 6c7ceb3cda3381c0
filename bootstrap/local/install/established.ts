import type { KubeClient } from '@taskplatform/operator/kube/client'
import { until } from '../until.ts'
import { kinds, type Manifest } from './resources.ts'

/** Waits until the API server serves all these CRDs. */
export const allEstablished = (client: KubeClient, crds: readonly Manifest[], signal: AbortSignal): Promise<true> =>
  waitFor(client, 'crd', 'Established', crds, signal)

/** Waits until Crossplane serves all these composites and reconciles them. */
export const allOffered = (client: KubeClient, xrds: readonly Manifest[], signal: AbortSignal): Promise<true> =>
  waitFor(client, 'xrd', 'Established', xrds, signal)

type WithConditions = Readonly<{
  metadata: Readonly<{ name: string }>
  status?: Readonly<{ conditions?: readonly Readonly<{ type: string; status: string }>[] }>
}>

const waitFor = (
  client: KubeClient,
  kind: 'crd' | 'xrd',
  type: string,
  wanted: readonly Manifest[],
  signal: AbortSignal,
): Promise<true> => {
  const names = wanted.map(({ metadata }) => metadata.name)
  const check = async () => {
    const { items } = await client.list<WithConditions>(kinds[kind], {}, { signal })
    const there = new Set(items.filter((item) => hasCondition(item, type)).map(({ metadata }) => metadata.name))
    return names.every((name) => there.has(name))
  }
  return until(check, {
    what: `${names.length} ${kinds[kind].plural} to be ${type}`,
    deadlineMs: 60_000,
    intervalMs: 250,
    signal,
  })
}

const hasCondition = ({ status }: WithConditions, type: string): boolean =>
  status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') ?? false
