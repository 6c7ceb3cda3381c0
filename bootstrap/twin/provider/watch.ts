import type { KubeClient } from '@taskplatform/operator/kube/client'
import { type Change, createReflector, type Reflector } from '@taskplatform/operator/kube/reflector'
import type { KubeObject } from '@taskplatform/operator/kube/resource'
import type { Clock } from '@taskplatform/operator/ports/clock'
import type { Log } from '@taskplatform/operator/ports/log'
import type { Metrics } from '@taskplatform/operator/ports/metrics'
import { type Kind, nameOf } from '../service/kind.ts'
import type { Stores } from './cluster.ts'
import type { Managed } from './managed.ts'
import { providerConfigs, providerConfigUsages } from './provider-config.ts'

/** The watches of the provider, and the stores that they fill. */
export type Watches = Readonly<{
  managed: ReadonlyMap<string, Reflector<Managed>>
  configs: ReadonlyMap<string, Reflector<KubeObject>>
  usages: Reflector<KubeObject & { providerConfigRef?: unknown }>
  stores: Stores
}>

/** One watch for each kind, and for provider configurations and their usages. They do nothing until they are run. */
export const createWatches = (
  kinds: readonly Kind[],
  options: Readonly<{ client: KubeClient; log: Log; clock: Clock; metrics: Metrics }>,
): Watches => {
  const managed = new Map(
    kinds.map((kind) => [nameOf(kind), createReflector<Managed>({ ...options, resource: kind.resource })]),
  )
  const configs = new Map(
    providerConfigs.map((resource) => [resource.kind, createReflector<KubeObject>({ ...options, resource })]),
  )
  const usages = createReflector<KubeObject & { providerConfigRef?: unknown }>({
    ...options,
    resource: providerConfigUsages,
  })
  const storesOf = <T>(reflectors: ReadonlyMap<string, Reflector<T>>) =>
    new Map([...reflectors].map(([kind, { store }]) => [kind, store]))
  return {
    managed,
    configs,
    usages,
    stores: { managed: storesOf(managed), configs: storesOf(configs), usages: usages.store },
  }
}

/** Whether a change of an object asks for a look: what only the provider writes (status) does not. */
export const wantsLook = ({ type, object, old }: Change<Managed>): boolean => {
  if (type !== 'modified' || !old) return true
  const asked = ({ metadata }: Managed) =>
    JSON.stringify([
      metadata.uid,
      metadata.generation,
      metadata.deletionTimestamp,
      metadata.finalizers,
      metadata.annotations,
      metadata.labels,
    ])
  return asked(object) !== asked(old)
}
