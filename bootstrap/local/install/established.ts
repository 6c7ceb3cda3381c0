import type { KubeClient } from '@taskplatform/operator/kube/client'
import { ApiError } from '@taskplatform/operator/kube/errors'
import type { Resource } from '@taskplatform/operator/kube/resource'
import { until } from '../until.ts'
import { kinds, type Manifest } from './resources.ts'

/** Waits until the API server serves all these CRDs. */
export const allEstablished = (client: KubeClient, crds: readonly Manifest[], signal: AbortSignal): Promise<true> =>
  waitFor(client, 'crd', 'Established', crds, signal)

/**
 * Waits until lists of all these kinds are answered. A CRD is established before its storage is: until then the API server says
 * 429, and longer the more kinds are new.
 */
export const allServed = async (client: KubeClient, crds: readonly Manifest[], signal: AbortSignal): Promise<void> => {
  for (const crd of crds as readonly WithNames[]) {
    const what = `${crd.metadata.name} to be served`
    await until(() => isServed(client, resourceIn(crd), signal), { what, deadlineMs: 60_000, intervalMs: 100, signal })
  }
}

const isServed = async (client: KubeClient, resource: Resource, signal: AbortSignal): Promise<boolean> => {
  try {
    await client.list(resource, { limit: 1 }, { signal })
    return true
  } catch (error) {
    if (error instanceof ApiError && [404, 429, 503].includes(error.status)) return false
    throw error
  }
}

const resourceIn = ({ spec }: WithNames): Resource => ({
  group: spec.group,
  version: spec.versions.find(({ served }) => served)?.name ?? '',
  kind: spec.names.kind,
  plural: spec.names.plural,
  namespaced: spec.scope === 'Namespaced',
})

type WithNames = Manifest &
  Readonly<{
    spec: Readonly<{
      group: string
      scope: string
      names: Readonly<{ kind: string; plural: string }>
      versions: readonly Readonly<{ name: string; served: boolean }>[]
    }>
  }>

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
