import type { JsonObject } from '@taskplatform/operator/kube/merge-patch'
import { mergePatchBetween } from '@taskplatform/operator/kube/merge-patch'
import type { Cluster } from '../provider/cluster.ts'
import { type ConnectionSecret, connectionSecretFor, isUpToDate, notOurs } from '../provider/connection-secret.ts'
import { finalizer, type Managed } from '../provider/managed.ts'
import type { Kind } from '../service/kind.ts'

/** Managed resources in memory: what is written is what is read, and every write is noted. */
export type MemoryCluster = Cluster &
  Readonly<{
    put(kind: Kind, name: string, spec: Partial<Managed['spec']>, metadata?: Partial<Managed['metadata']>): void
    edit(kind: string, name: string, change: JsonObject): void
    /** What a user's delete does. */
    delete(kind: string, name: string): void
    read(kind: string, name: string): Managed | undefined
    putSecret(secret: ConnectionSecret): void
    readSecret(name: string): ConnectionSecret | undefined
    /** Writes since the last call: `patch VPC/vpc`, `status VPC/vpc`, `release VPC/vpc`. */
    takeWrites(): string[]
    /** The next write of this sort is the last thing before the process dies. */
    dieBefore(write: 'patch' | 'status' | undefined): void
  }>

/** An empty namespace `ns` with the default provider configuration. */
export const createMemoryCluster = (): MemoryCluster => {
  const objects = new Map<string, Managed>()
  const writes: string[] = []
  const secretOf = new Map<string, ConnectionSecret>()
  let deadly: string | undefined
  let version = 0
  const note = (write: 'patch' | 'status' | 'release', { kind, metadata }: Managed) => {
    if (deadly === write) throw new Error('the process died')
    writes.push(`${write} ${kind}/${metadata.name}`)
  }
  const set = (next: Managed): Managed => {
    version += 1
    const stored = { ...next, metadata: { ...next.metadata, resourceVersion: String(version) } }
    objects.set(`${stored.kind}/${stored.metadata.name}`, stored)
    return stored
  }
  const changed = (managed: Managed, change: JsonObject): Managed => {
    const after = apply(managed, change) as Managed
    const isNewSpec = mergePatchBetween(managed.spec as JsonObject, after.spec as JsonObject) !== undefined
    const generation = (managed.metadata.generation ?? 1) + (isNewSpec ? 1 : 0)
    return { ...after, metadata: { ...after.metadata, generation } }
  }
  const current = (managed: Managed): Managed => objects.get(`${managed.kind}/${managed.metadata.name}`) ?? managed
  return {
    get: (kind, _namespace, name) => objects.get(`${kind}/${name}`),
    list: (kind) => [...objects.values()].filter((managed) => managed.kind === kind),
    patch: async (_kind, managed, change) => {
      note('patch', managed)
      return set(changed(current(managed), change))
    },
    report: async (_kind, managed, status) => {
      if (mergePatchBetween((managed.status ?? {}) as JsonObject, status) === undefined) return
      note('status', managed)
      set({ ...current(managed), status: status as NonNullable<Managed['status']> })
    },
    publish: async (kind, managed, { name, details }) => {
      const there = secretOf.get(name)
      const wanted = connectionSecretFor(kind, managed, name, details)
      const complaint = there && notOurs(there, managed.metadata.uid)
      if (complaint || (there && isUpToDate(there, wanted))) return complaint
      writes.push(`secret ${name}`)
      secretOf.set(name, wanted)
      return undefined
    },
    release: async (_kind, managed) => {
      note('release', managed)
      const finalizers = (managed.metadata.finalizers ?? []).filter((name) => name !== finalizer)
      if (finalizers.length === 0) objects.delete(`${managed.kind}/${managed.metadata.name}`)
      else set({ ...managed, metadata: { ...managed.metadata, finalizers } })
    },
    hasProviderConfig: ({ spec }) => (spec.providerConfigRef?.name ?? 'default') === 'default',
    trackUsage: async () => {},
    isKnown: () => false,
    forget: () => {},
    put: ({ resource }, name, spec, metadata) => {
      set({
        apiVersion: `${resource.group}/${resource.version}`,
        kind: resource.kind,
        metadata: {
          name,
          namespace: 'ns',
          uid: `uid-${resource.kind}-${name}`,
          resourceVersion: '',
          generation: 1,
          ...metadata,
        },
        spec: { forProvider: {}, ...spec },
      })
    },
    edit: (kind, name, change) => {
      const managed = objects.get(`${kind}/${name}`)
      if (managed) set(changed(managed, change))
    },
    delete: (kind, name) => {
      const managed = objects.get(`${kind}/${name}`)
      if (managed) set({ ...managed, metadata: { ...managed.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } })
    },
    putSecret: (secret) => {
      secretOf.set(secret.metadata.name, secret)
    },
    readSecret: (name) => secretOf.get(name),
    read: (kind, name) => objects.get(`${kind}/${name}`),
    takeWrites: () => writes.splice(0),
    dieBefore: (write) => {
      deadly = write
    },
  }
}

const apply = (into: unknown, change: unknown): unknown => {
  if (typeof change !== 'object' || change === null || Array.isArray(change)) return change
  const before = (typeof into === 'object' && into !== null ? into : {}) as JsonObject
  const after: Record<string, unknown> = { ...before }
  for (const [name, value] of Object.entries(change)) {
    if (value === null) delete after[name]
    else after[name] = apply(before[name], value)
  }
  return after
}
