import type { Cache } from '../ports/cache.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { type Metrics, noMetrics } from '../ports/metrics.ts'
import type { KubeClient, ListQuery, WatchEvent } from './client-types.ts'
import { follow, type Source } from './follow.ts'
import { createGate } from './gate.ts'
import { applyEvent, type Change, replaceAll } from './mirror.ts'
import { reflectorMetrics } from './reflector-metrics.ts'
import type { KubeObject, Resource } from './resource.ts'
import { type Listening, untilSilent } from './silence.ts'
import { createStore, type Indexers, type Store } from './store.ts'
import { stripBulk } from './strip.ts'

export type { Change } from './mirror.ts'

/** A local copy of a collection that follows the API server for as long as it runs, whatever happens in between. */
export interface Reflector<T> extends Cache {
  readonly store: Store<T>
  /** Lists and watches until the signal is aborted, then resolves. Never gives up and never throws. Run it once. */
  run(signal: AbortSignal): Promise<void>
  /** Whether the first list is in the store and its listeners were told. */
  hasSynced(): boolean
  /** Calls `listener` for each change, in order, after the store has it. What it throws is logged and counted. */
  onChange(listener: (change: Change<T>) => void): void
}

/** What to follow and with what. `transform` shrinks objects before they are kept, after their bulk was stripped. */
export type ReflectorOptions<T> = Readonly<{
  client: Pick<KubeClient, 'list' | 'watch'>
  resource: Resource
  log: Log
  clock: Clock
  metrics?: Metrics | undefined
  transform?: ((object: T) => T) | undefined
  indexers?: Indexers<T> | undefined
  random?: (() => number) | undefined
}> &
  Pick<ListQuery, 'namespace' | 'labelSelector' | 'fieldSelector'>

/** A stream without a word for so long is dead: bookmarks come about every minute. */
export const silenceLimitMs = 70_000

/** A reflector that does nothing until it is run. */
export const createReflector = <T extends KubeObject = KubeObject>(options: ReflectorOptions<T>): Reflector<T> => {
  const { clock, random = Math.random, metrics = noMetrics, resource } = options
  const title = resource.group ? `${resource.plural}.${resource.group}` : resource.plural
  const log = options.log.child({ resource: title })
  const meters = reflectorMetrics(metrics, title)
  const store = createStore<T>(options.indexers)
  const listeners: Listener<T>[] = []
  const gate = createGate()
  let heardAt = 0
  const source = sourceOf(options, {
    hear: () => {
      heardAt = clock.now()
    },
    replace: (items) => {
      announce(replaceAll(store, items, !gate.isOpen()), listeners, log, meters.handlerFailed)
      gate.open()
    },
    event: (event) => announce(applyEvent(store, event), listeners, log, meters.handlerFailed),
  })
  return {
    name: title,
    silenceLimitMs,
    store,
    hasSynced: gate.isOpen,
    synced: gate.passed,
    lastHeard: () => heardAt,
    onChange: (listener) => {
      listeners.push(listener)
    },
    run: async (signal) => {
      const stopReporting = meters.reportAge(() => (heardAt === 0 ? undefined : clock.now() - heardAt))
      await follow(source, { clock, random, log, meters }, signal).finally(stopReporting)
    },
  }
}

type Listener<T> = (change: Change<T>) => void

type Hearer<T> = Readonly<{
  hear(): void
  replace(items: readonly T[]): void
  event(event: WatchEvent<T>): void
}>

const sourceOf = <T extends KubeObject>(options: ReflectorOptions<T>, hearer: Hearer<T>): Source => {
  const { client, resource, clock, random = Math.random, transform = (object) => object } = options
  const { namespace, labelSelector, fieldSelector } = options
  const keep = (object: T): T => transform(stripBulk(object))
  return {
    list: async (signal) => {
      const query = { namespace, labelSelector, fieldSelector }
      const { items, resourceVersion } = await client.list<T>(resource, query, { signal, timeoutMs: listTimeoutMs })
      hearer.hear()
      hearer.replace(items.map(keep))
      return resourceVersion
    },
    watch: async (resourceVersion, reached, signal) => {
      const timeoutSeconds = Math.round(minWatchSeconds * (1 + random()))
      const query = {
        namespace,
        labelSelector,
        fieldSelector,
        resourceVersion,
        timeoutSeconds,
        allowWatchBookmarks: true,
      }
      const listen: Listening<WatchEvent<T>> = (signal, onOpen) => client.watch<T>(resource, query, { signal, onOpen })
      for await (const event of untilSilent(listen, { clock, limitMs: silenceLimitMs, signal, onHeard: hearer.hear })) {
        hearer.event(event.type === 'BOOKMARK' ? event : { ...event, object: keep(event.object) })
        reached(event.object.metadata?.resourceVersion ?? resourceVersion)
      }
    },
  }
}

/** All pages together. */
const listTimeoutMs = 120_000

/** Up to twice as long, so that the watches of many processes do not end together. */
const minWatchSeconds = 300

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
