import type { Cache, VersionedCache } from '../ports/cache.ts'
import type { Log } from '../ports/log.ts'
import { type Metrics, noMetrics } from '../ports/metrics.ts'
import { follow } from './follow.ts'
import { createGate } from './gate.ts'
import { applyEvent, type Change, replaceAll } from './mirror.ts'
import { reflectorMetrics } from './reflector-metrics.ts'
import { type KubeObject, titleOf } from './resource.ts'
import { type SourceOptions, silenceLimitMs, sourceOf } from './source.ts'
import { createStore, type Indexers, type Store } from './store.ts'

export type { Change } from './mirror.ts'

/** A local copy of a collection that follows the API server for as long as it runs, whatever happens in between. */
export interface Reflector<T> extends Cache, VersionedCache {
  readonly store: Store<T>
  /** Lists and watches until the signal is aborted, then resolves. Never gives up and never throws. Run it once. */
  run(signal: AbortSignal): Promise<void>
  /** Whether the first list is in the store and its listeners were told. */
  hasSynced(): boolean
  /** Calls `listener` for each change, in order, after the store has it. What it throws is logged and counted. */
  onChange(listener: (change: Change<T>) => void): void
}

/**
 * What to follow and with what. The first list streams in as events unless `streamingList` is false or the API server refuses;
 * then it is read in pages.
 */
export type ReflectorOptions<T> = SourceOptions<T> &
  Readonly<{
    log: Log
    metrics?: Metrics | undefined
    indexers?: Indexers<T> | undefined
    streamingList?: boolean | undefined
  }>

/** A reflector that does nothing until it is run. */
export const createReflector = <T extends KubeObject = KubeObject>(options: ReflectorOptions<T>): Reflector<T> => {
  const { clock, random = Math.random, metrics = noMetrics, resource, streamingList = true } = options
  const title = titleOf(resource)
  const log = options.log.child({ resource: title })
  const meters = reflectorMetrics(metrics, title)
  const store = createStore<T>(options.indexers)
  const listeners: Listener<T>[] = []
  const reachedListeners: (() => void)[] = []
  const gate = createGate()
  let heardAt: number | undefined
  let openedAt: number | undefined
  let reached: string | undefined
  const take = (changes: readonly Change<T>[], version: string) => {
    announce(changes, listeners, log, meters.handlerFailed)
    reached = version
    for (const listener of reachedListeners) listener()
  }
  const source = sourceOf(options, {
    hear: () => {
      heardAt = clock.monotonic()
    },
    opened: () => {
      openedAt = clock.monotonic()
    },
    closed: () => {
      openedAt = undefined
    },
    replace: (items, version) => {
      take(replaceAll(store, items, !gate.isOpen()), version)
      gate.open()
    },
    event: (event, version) => take(applyEvent(store, event), version),
  })
  const msSince = (at: number | undefined) => (at === undefined ? undefined : clock.monotonic() - at)
  return {
    name: title,
    silenceLimitMs,
    store,
    hasSynced: gate.isOpen,
    synced: gate.passed,
    lastHeard: () => heardAt,
    reached: () => reached,
    onReached: (listener) => {
      reachedListeners.push(listener)
    },
    onChange: (listener) => {
      listeners.push(listener)
    },
    run: async (signal) => {
      const stopReporting = meters.report({
        heardMsAgo: () => msSince(heardAt),
        openForMs: () => msSince(openedAt),
        objects: () => store.size(),
      })
      await follow(source, { clock, random, log, meters, streamingList }, signal).finally(stopReporting)
    },
  }
}

type Listener<T> = (change: Change<T>) => void

const announce = <T>(
  changes: readonly Change<T>[],
  listeners: readonly Listener<T>[],
  log: Log,
  failed: () => void,
) => {
  for (const change of changes) {
    for (const listener of listeners) {
      try {
        listener(change)
      } catch (err) {
        failed()
        log.error({ err, key: change.key }, 'a listener failed to take a change')
      }
    }
  }
}
