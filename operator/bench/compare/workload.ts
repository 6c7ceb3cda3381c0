import type { KubeClient } from '../../src/kube/client.ts'
import { type BenchPlatform, benchPlatforms, childKinds, isReady } from './kinds.ts'

/** What the harness does to the platforms of one namespace, and what it sees of them. */
export type Workload = ReturnType<typeof workloadIn>

/** Platforms of one namespace, written and watched by the harness itself. */
export const workloadIn = (client: KubeClient, namespace: string, signal: AbortSignal) => {
  const change = (name: string, body: object) =>
    client.mergePatch(benchPlatforms, { namespace, name }, body, { signal })
  return {
    create: async (names: readonly string[]): Promise<void> =>
      inParallel(names, async (name) => {
        await client.create(benchPlatforms, platform(namespace, name), { signal })
      }),
    /** Another spec, so that a child and the status have to follow. */
    edit: (names: readonly string[], text: string): Promise<void> =>
      inParallel(names, async (name) => {
        await change(name, { spec: { text } })
      }),
    /** Nothing that a reconcile cares for, but it wakes one. */
    touch: (names: readonly string[], value: string): Promise<void> =>
      inParallel(names, async (name) => {
        await change(name, { metadata: { annotations: { 'bench.taskplatform.dev/touched': value } } })
      }),
    /** Resolves when all these are Ready for their newest spec, with the moment of the last; `undefined` after the deadline. */
    untilReady: (names: readonly string[], deadlineMs: number): Promise<number | undefined> =>
      untilReady(client, namespace, new Set(names), AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]), signal),
    /** Calls `onReady` when a platform is seen Ready for its newest spec, until the signal is aborted. */
    follow: (onReady: (name: string) => void, until: AbortSignal): Promise<void> =>
      follow(client, namespace, onReady, AbortSignal.any([signal, until])),
    /** How many are Ready. */
    countReady: async (): Promise<number> => {
      const { items } = await client.list<BenchPlatform>(benchPlatforms, { namespace }, { signal })
      return items.filter(isReady).length
    },
    /** Removes everything, finalizers included: no program runs. */
    clear: () => clear(client, namespace, signal),
  }
}

const platform = (namespace: string, name: string): BenchPlatform => ({
  apiVersion: 'bench.taskplatform.dev/v1',
  kind: 'BenchPlatform',
  metadata: { name, namespace },
  spec: { replicas: 2, text: 'first' },
})

const parallel = 16

const inParallel = async (names: readonly string[], work: (name: string) => Promise<void>): Promise<void> => {
  const rest = [...names]
  const worker = async () => {
    for (let name = rest.shift(); name !== undefined; name = rest.shift()) await work(name)
  }
  await Promise.all(Array.from({ length: parallel }, worker))
}

const untilReady = async (
  client: KubeClient,
  namespace: string,
  waiting: Set<string>,
  deadline: AbortSignal,
  signal: AbortSignal,
): Promise<number | undefined> => {
  const done = new AbortController()
  const onReady = (name: string) => {
    waiting.delete(name)
    if (waiting.size === 0) done.abort()
  }
  await follow(client, namespace, onReady, AbortSignal.any([deadline, done.signal]))
  signal.throwIfAborted()
  return waiting.size === 0 ? performance.now() : undefined
}

/** A watch that begins anew at once, whatever ends it: the harness must not be slower than what it measures. */
const follow = async (
  client: KubeClient,
  namespace: string,
  onReady: (name: string) => void,
  signal: AbortSignal,
): Promise<void> => {
  const report = (object: BenchPlatform) => {
    if (isReady(object)) onReady(object.metadata.name)
  }
  while (!signal.aborted) {
    try {
      const { items, resourceVersion } = await client.list<BenchPlatform>(benchPlatforms, { namespace }, { signal })
      for (const item of items) report(item)
      const query = { namespace, resourceVersion, timeoutSeconds: 600, allowWatchBookmarks: false }
      for await (const { object } of client.watch<BenchPlatform>(benchPlatforms, query, { signal })) report(object)
    } catch (error) {
      if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, 50))
      if (!isPassing(error) && !signal.aborted) throw error
    }
  }
}

/** Whether the harness itself has been told off or cut: the API server is away, which is what is being measured. */
const isPassing = (error: unknown): boolean => error instanceof Error && 'code' in error

const clear = async (client: KubeClient, namespace: string, signal: AbortSignal): Promise<void> => {
  const { items } = await client.list<BenchPlatform>(benchPlatforms, { namespace }, { signal })
  await inParallel(
    items.filter(({ metadata }) => metadata.finalizers?.length).map(({ metadata }) => metadata.name),
    async (name) => {
      await client.mergePatch(benchPlatforms, { namespace, name }, { metadata: { finalizers: null } }, { signal })
    },
  )
  for (const { group, version, plural } of [benchPlatforms, ...Object.values(childKinds)]) {
    const root = group ? `/apis/${group}/${version}` : `/api/${version}`
    await client.raw('DELETE', `${root}/namespaces/${namespace}/${plural}`, { signal, timeoutMs: 120_000 })
  }
}
