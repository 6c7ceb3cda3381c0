import type { KubeClient } from '@taskplatform/operator/kube/client'
import { isAlreadyExists, isNotFound } from '@taskplatform/operator/kube/errors'
import { removeFinalizer } from '@taskplatform/operator/kube/finalizer'
import { type JsonObject, mergePatchBetween } from '@taskplatform/operator/kube/merge-patch'
import type { Store } from '@taskplatform/operator/kube/store'
import type { ConnectionDetails, Kind } from '../service/kind.ts'
import { type ConnectionSecret, connectionSecretFor, isUpToDate, notOurs, secrets } from './connection-secret.ts'
import { finalizer, type Managed } from './managed.ts'
import { providerConfigs, usageOf } from './provider-config.ts'

/** The API server as the provider uses it: reads come from watches, writes carry the version they are based on. */
export interface Cluster {
  /** The newest version known, our own last write included. */
  get(kind: string, namespace: string, name: string): Managed | undefined
  list(kind: string, namespace: string): readonly Managed[]
  /** Changes metadata and spec (JSON merge patch). */
  patch(kind: Kind, managed: Managed, change: JsonObject, signal: AbortSignal): Promise<Managed>
  /** Makes `status` the status; no call if it says nothing new. An object that went away meanwhile is no error. */
  report(kind: Kind, managed: Managed, status: JsonObject, signal: AbortSignal): Promise<void>
  /** Writes the secret that an object asks for, if it does not say so already; gives the complaint if it is somebody else's. */
  publish(
    kind: Kind,
    managed: Managed,
    secret: Readonly<{ name: string; details: ConnectionDetails }>,
    signal: AbortSignal,
  ): Promise<string | undefined>
  /** Takes our finalizer off. */
  release(kind: Kind, managed: Managed, signal: AbortSignal): Promise<void>
  /** Whether the provider configuration that an object names exists. */
  hasProviderConfig(managed: Managed): boolean
  /** Notes that an object uses its provider configuration, once. */
  trackUsage(kind: Kind, managed: Managed, signal: AbortSignal): Promise<void>
  /** Whether a watch only tells us of our own last write, or of less. */
  isKnown(managed: Managed): boolean
  /** Forgets our writes to an object that is gone. */
  forget(managed: Managed): void
}

/** Stores that watches keep up to date; kinds that are not installed have none. */
export type Stores = Readonly<{
  managed: ReadonlyMap<string, Store<Managed>>
  configs: ReadonlyMap<string, Store<unknown>>
  usages: Pick<Store<{ providerConfigRef?: unknown }>, 'get'>
}>

/** Over `client` and the stores. */
export const createCluster = (client: KubeClient, stores: Stores): Cluster => {
  const written = new Map<string, Managed>()
  const keep = (managed: Managed): Managed => {
    written.set(managed.metadata.uid, managed)
    return managed
  }
  const newest = (managed: Managed | undefined): Managed | undefined => {
    const ours = managed && written.get(managed.metadata.uid)
    return ours && isOlder(managed, ours) ? ours : managed
  }
  return {
    get: (kind, namespace, name) => newest(stores.managed.get(kind)?.get(`${namespace}/${name}`)),
    list: (kind, namespace) =>
      (stores.managed.get(kind)?.list() ?? []).flatMap((managed) =>
        managed.metadata.namespace === namespace ? (newest(managed) ?? []) : [],
      ),
    patch: async (kind, managed, change, signal) => {
      const { resourceVersion } = managed.metadata
      const body = { ...change, metadata: { ...(change['metadata'] as JsonObject | undefined), resourceVersion } }
      return keep(await client.mergePatch<Managed>(kind.resource, keyOf(managed), body, { fieldManager, signal }))
    },
    report: async (kind, managed, status, signal) => {
      const patch = mergePatchBetween((managed.status ?? {}) as JsonObject, status)
      if (patch === undefined) return
      const { resourceVersion } = managed.metadata
      const body = { metadata: { resourceVersion }, status: patch }
      const options = { fieldManager, signal, subresource: 'status' }
      await unlessGone(client.mergePatch<Managed>(kind.resource, keyOf(managed), body, options).then(keep))
    },
    publish: async (kind, managed, { name, details }, signal) => {
      const wanted = connectionSecretFor(kind, managed, name, details)
      const there = await client.get<ConnectionSecret>(secrets, wanted.metadata, { signal })
      const complaint = there && notOurs(there, managed.metadata.uid)
      if (complaint || (there && isUpToDate(there, wanted))) return complaint
      await client.apply(secrets, wanted, { fieldManager, force: true, signal })
      return undefined
    },
    release: async (kind, managed, signal) => {
      await removeFinalizer(client, kind.resource, managed, finalizer, { signal })
    },
    hasProviderConfig: ({ spec, metadata }) => {
      const { kind, name } = spec.providerConfigRef ?? defaultConfig
      const isNamespaced = providerConfigs.find((resource) => resource.kind === kind)?.namespaced ?? false
      return stores.configs.get(kind)?.get(isNamespaced ? `${metadata.namespace}/${name}` : name) !== undefined
    },
    trackUsage: async (kind, managed, signal) => {
      const usage = usageOf(kind, managed, managed.spec.providerConfigRef ?? defaultConfig)
      const known = stores.usages.get(`${managed.metadata.namespace}/${managed.metadata.uid}`)
      if (
        mergePatchBetween((known?.providerConfigRef ?? {}) as JsonObject, usage.object.providerConfigRef) === undefined
      )
        return
      if (known) await client.apply(usage.resource, usage.object, { fieldManager, force: true, signal })
      else await unlessThere(client.create(usage.resource, usage.object, { fieldManager, signal }))
    },
    isKnown: (managed) => {
      const ours = written.get(managed.metadata.uid)
      return ours !== undefined && !isOlder(ours, managed)
    },
    forget: ({ metadata }) => {
      written.delete(metadata.uid)
    },
  }
}

/** Who owns the fields that the twin writes. */
const fieldManager = 'provider-aws-twin'

/** The default of the CRDs. */
export const defaultConfig = { kind: 'ClusterProviderConfig', name: 'default' } as const

const keyOf = ({ metadata }: Managed) => ({ namespace: metadata.namespace, name: metadata.name })

// resource versions of one API server are numbers that grow (KEP-5504, from 1.35 on)
const isOlder = (a: Managed, b: Managed): boolean =>
  BigInt(a.metadata.resourceVersion) < BigInt(b.metadata.resourceVersion)

const unlessGone = async (write: Promise<unknown>): Promise<void> => {
  try {
    await write
  } catch (error) {
    if (!isNotFound(error)) throw error
  }
}

const unlessThere = async (write: Promise<unknown>): Promise<void> => {
  try {
    await write
  } catch (error) {
    if (!isAlreadyExists(error)) throw error
  }
}
