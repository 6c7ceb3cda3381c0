import type { KubeClient } from '../kube/client.ts'
import { ApiError } from '../kube/errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { type Metrics, noMetrics } from '../ports/metrics.ts'
import type { Reach } from '../reach.ts'
import { type Accessor, type AccessorOptions, createAccessor } from './accessor.ts'

/** Other clusters that this process works with, each by a key of the caller's. */
export interface RemoteClusters {
  /** How the connection to a cluster stands. Keeps in touch with it from then on. `source` tells its kubeconfig from another. */
  reach(key: string, source: string): Reach
  /** Ends what is held for a cluster. Asking for its reach begins anew. */
  forget(key: string): void
  /**
   * Works with a cluster, while it is reachable. Gives `undefined` when it is not, and when the work fails, which is logged and
   * looked into. Throws only the signal's reason.
   */
  use<T>(
    key: string,
    what: string,
    work: (client: KubeClient) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T | undefined>
  /** Ends everything. */
  close(): Promise<void>
}

/** What the clusters have in common. `wake` is called with the key of one whose reach has changed. */
export type RemoteClustersOptions = Pick<AccessorOptions, 'connect' | 'rightsPath' | 'random'> &
  Readonly<{
    clock: Clock
    log: Log
    metrics?: Metrics | undefined
    read(key: string, source: string, signal: AbortSignal): ReturnType<AccessorOptions['read']>
    wake(key: string): void
  }>

/** No cluster yet. */
export const createRemoteClusters = (options: RemoteClustersOptions): RemoteClusters => {
  const { log, metrics = noMetrics } = options
  const followed = new Map<string, Followed>()
  const ending = new Set<Promise<void>>()
  const forget = (key: string) => {
    const one = followed.get(key)
    if (!one) return
    followed.delete(key)
    one.stop.abort(new Error('the cluster is not followed any more'))
    const ended: Promise<void> = one.ended.finally(() => ending.delete(ended))
    ending.add(ended)
  }
  const follow = (key: string, source: string): Accessor => {
    const there = followed.get(key)
    if (there?.source === source) return there.accessor
    forget(key)
    const begun = begin(options, key, source)
    followed.set(key, begun)
    return begun.accessor
  }
  const stopCounting = metrics.observe(reachMetric, () => countsOf([...followed.values()]))
  return {
    reach: (key, source) => follow(key, source).reach(),
    forget,
    use: async (key, what, work, signal) => {
      const accessor = followed.get(key)?.accessor
      const client = accessor?.client()
      if (!accessor || !client) return undefined
      try {
        return await work(client)
      } catch (err) {
        signal.throwIfAborted()
        log.warn({ err, cluster: key, what }, 'a cluster could not be worked with')
        if (!(err instanceof ApiError) || err.status === 401 || err.status === 403) accessor.doubt()
        return undefined
      }
    },
    close: async () => {
      stopCounting()
      for (const key of [...followed.keys()]) forget(key)
      await Promise.all(ending)
    },
  }
}

type Followed = Readonly<{ source: string; accessor: Accessor; stop: AbortController; ended: Promise<void> }>

const begin = (options: RemoteClustersOptions, key: string, source: string): Followed => {
  const { connect, rightsPath, random, clock, read, wake } = options
  const log = options.log.child({ cluster: key })
  const stop = new AbortController()
  const accessor = createAccessor({
    connect,
    rightsPath,
    random,
    clock,
    log,
    read: (signal) => read(key, source, signal),
    changed: () => wake(key),
  })
  const ended = accessor
    .run(stop.signal)
    .catch((err: unknown) => log.error({ err }, 'a cluster is not followed any more'))
  return { source, accessor, stop, ended }
}

const reachMetric = {
  name: 'remote_clusters',
  help: 'Clusters that this process keeps in touch with, by how the connection stands.',
  labels: ['state'],
}

const states = ['Waiting', 'Connecting', 'Reachable', 'Unreachable', 'Unauthorized'] as const

const countsOf = (followed: readonly Followed[]) =>
  states.map((state) => ({
    labels: { state },
    value: followed.filter(({ accessor }) => accessor.reach().state === state).length,
  }))
