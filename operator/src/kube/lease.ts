import type { Clock } from '../ports/clock.ts'
import type { HeldLease, Lease, LeaseRecord } from '../ports/lease.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { KubeClient, ObjectKey } from './client-types.ts'
import { isAlreadyExists, isConflict, isNotFound } from './errors.ts'
import { createReflector } from './reflector.ts'
import type { KubeObject, Resource } from './resource.ts'

/** What a Lease needs from its surroundings. Its client should have a connection of its own, so that no other call delays it. */
export type LeaseOptions = Readonly<{
  client: Pick<KubeClient, 'get' | 'list' | 'create' | 'mergePatch' | 'watch'>
  key: Required<Pick<ObjectKey, 'name'>> & Readonly<{ namespace: string }>
  clock: Clock
  log: Log
  metrics?: Metrics | undefined
}>

/** A Lease of the API server, written with its resource version, so that of two writers one is refused. */
export const leaseOf = (options: LeaseOptions): Lease => {
  const { client, key } = options
  return {
    name: key.name,
    read: async (call) => {
      const found = await client.get<StoredLease>(leases, key, call)
      return found && heldFrom(found)
    },
    create: (record, call) =>
      unlessOutdated(
        client.create<StoredLease>(leases, { ...named(key), spec: specOf(record) }, call),
        isAlreadyExists,
      ),
    replace: ({ version }, record, call) => {
      const body = { metadata: { resourceVersion: version }, spec: specOf(record) }
      return unlessOutdated(
        client.mergePatch<StoredLease>(leases, key, body, call),
        (error) => isConflict(error) || isNotFound(error),
      )
    },
    follow: async (onSeen, signal) => {
      const reflector = createReflector<StoredLease>({
        ...options,
        resource: leases,
        namespace: key.namespace,
        fieldSelector: `metadata.name=${key.name}`,
      })
      reflector.onChange(({ type, object }) => {
        if (type !== 'deleted') onSeen(heldFrom(object))
      })
      await reflector.run(signal)
    },
  }
}

/** Where Leases live in the API. */
export const leases: Resource = {
  group: 'coordination.k8s.io',
  version: 'v1',
  kind: 'Lease',
  plural: 'leases',
  namespaced: true,
}

type StoredLease = KubeObject & Readonly<{ spec?: LeaseSpec | undefined }>

type LeaseSpec = Readonly<{
  holderIdentity?: string | null
  leaseDurationSeconds?: number
  acquireTime?: string
  renewTime?: string
  leaseTransitions?: number
}>

const named = ({ namespace, name }: LeaseOptions['key']) => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { namespace, name },
})

// unknown fields of the spec (strategy, preferredHolder) survive a merge patch
const specOf = ({ holder, durationSeconds, acquireTime, renewTime, transitions }: LeaseRecord): LeaseSpec => ({
  // the API knows no empty holder
  holderIdentity: holder === '' ? null : holder,
  leaseDurationSeconds: durationSeconds,
  ...(acquireTime !== undefined && { acquireTime }),
  ...(renewTime !== undefined && { renewTime }),
  leaseTransitions: transitions,
})

const heldFrom = ({ metadata, spec = {} }: StoredLease): HeldLease => ({
  version: metadata?.resourceVersion ?? '',
  record: {
    holder: spec.holderIdentity ?? '',
    durationSeconds: spec.leaseDurationSeconds ?? 0,
    acquireTime: spec.acquireTime,
    renewTime: spec.renewTime,
    transitions: spec.leaseTransitions ?? 0,
  },
})

const unlessOutdated = async (
  writing: Promise<StoredLease>,
  isOutdated: (error: unknown) => boolean,
): Promise<HeldLease | 'outdated'> => {
  try {
    return heldFrom(await writing)
  } catch (error) {
    if (isOutdated(error)) return 'outdated'
    throw error
  }
}
