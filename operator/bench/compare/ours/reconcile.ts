import { contains } from '@taskplatform/compositions/contains'
import type { KubeClient } from '../../../src/kube/client.ts'
import { addFinalizer, removeFinalizer } from '../../../src/kube/finalizer.ts'
import type { KubeObject, Resource } from '../../../src/kube/resource.ts'
import { writeStatus } from '../../../src/kube/status.ts'
import type { Store } from '../../../src/kube/store.ts'
import type { Reconcile } from '../../../src/ports/reconcile.ts'
import { type BenchPlatform, benchPlatforms, finalizer } from '../kinds.ts'
import { childrenOf } from './children.ts'

/** What a pass reads and writes through. */
export type BenchPorts = Readonly<{
  client: KubeClient
  platforms: Store<BenchPlatform>
  children: ReadonlyMap<Resource, Store<KubeObject>>
  now: () => number
}>

/** Claim, apply what differs from the caches, publish if it changed: the same as `go/reconcile.go`. */
export const reconcileBench =
  ({ client, platforms, children, now }: BenchPorts): Reconcile =>
  async (key, signal) => {
    const stored = platforms.get(key)
    if (!stored) return { kind: 'settled' }
    if (stored.metadata.deletionTimestamp !== undefined) {
      await removeFinalizer(client, benchPlatforms, stored, finalizer, { signal })
      return { kind: 'settled' }
    }
    const claimed = await addFinalizer(client, benchPlatforms, stored, finalizer, { signal })
    if (!claimed) return { kind: 'settled' }
    for (const { resource, wanted } of childrenOf(claimed)) {
      if (isKept(children.get(resource)?.get(key), wanted)) continue
      await client.apply(resource, wanted, { fieldManager: 'bench', force: true, signal })
    }
    await writeStatus(client, benchPlatforms, claimed, statusOf(claimed, now()), { fieldManager: 'bench', signal })
    return { kind: 'settled' }
  }

const isKept = (stored: KubeObject | undefined, wanted: KubeObject): boolean => {
  const { metadata: _, ...content } = wanted
  return contains(stored, content)
}

const statusOf = ({ metadata, status }: BenchPlatform, now: number) => {
  const before = status?.conditions?.find(({ type, status }) => type === 'Ready' && status === 'True')
  const condition = {
    type: 'Ready',
    status: 'True',
    reason: 'Applied',
    message: 'all children are applied',
    observedGeneration: metadata.generation,
    lastTransitionTime: before?.lastTransitionTime ?? new Date(now).toISOString(),
  }
  return { observedGeneration: metadata.generation, conditions: [condition] }
}
