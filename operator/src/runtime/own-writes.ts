import type { VersionedCache } from '../ports/cache.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { type Metrics, noMetrics } from '../ports/metrics.ts'
import { isReached } from './versions.ts'

/**
 * Knows what each key's reconciles wrote last, and whether the caches have seen it: a reconcile that reads a cache from before
 * its own last write would do its work twice, or undo it (the idea of KEP-5647).
 */
export interface OwnWrites {
  /** Notes a write for `key`: it left an object of that cache's collection at `version`. */
  wrote(key: string, cache: string, version: string): void
  /** Begins to watch over writes to the collection of `cache`; those to others are not noted. */
  follow(cache: VersionedCache): void
  /**
   * Whether `key` has to wait. If so, `ready` is called once: when the caches have caught up, or after `boundMs`, so that a cache
   * that never does cannot hold a key for good.
   */
  hold(key: string, ready: () => void): boolean
  /** Waits for nothing any more; nothing of it keeps the process alive then. */
  close(): void
}

/** `boundMs`: 30 s if not given. */
export type OwnWritesOptions = Readonly<{
  clock: Clock
  log: Log
  metrics?: Metrics | undefined
  boundMs?: number | undefined
}>

/** Nothing written yet. */
export const createOwnWrites = ({ clock, log, metrics = noMetrics, boundMs = 30_000 }: OwnWritesOptions): OwnWrites => {
  const caches = new Map<string, VersionedCache>()
  const written = new Map<string, Map<string, string>>()
  const waiting = new Map<string, { since: number; ready: () => void; cancel: Cancel }>()
  const waits = waitMetrics(metrics)

  const unseen = (key: string): readonly string[] =>
    [...(written.get(key) ?? [])]
      .filter(([name, version]) => !isReached(caches.get(name)?.reached(), version))
      .map(([name]) => name)

  const release = (key: string, result: 'success' | 'timeout') => {
    const held = waiting.get(key)
    if (!held) return
    held.cancel()
    waiting.delete(key)
    written.delete(key)
    waits.observe({ operation: 'reconcile', result }, (clock.monotonic() - held.since) / 1000)
    held.ready()
  }
  const giveUp = (key: string) => {
    log.warn({ key, caches: unseen(key), boundMs }, 'own writes not seen in time, going on without')
    release(key, 'timeout')
  }
  return {
    wrote: (key, cache, version) => {
      if (!caches.has(cache)) return
      written.set(key, (written.get(key) ?? new Map()).set(cache, version))
    },
    follow: (cache) => {
      caches.set(cache.name, cache)
      cache.onReached(() => {
        for (const key of [...waiting.keys()]) if (unseen(key).length === 0) release(key, 'success')
      })
    },
    hold: (key, ready) => {
      const known = waiting.get(key)
      if (known) {
        known.ready = ready
        return true
      }
      if (unseen(key).length === 0) {
        written.delete(key)
        return false
      }
      const cancel = clock.setTimeout(() => giveUp(key), boundMs)
      waiting.set(key, { since: clock.monotonic(), ready, cancel })
      return true
    },
    close: () => {
      for (const { cancel } of waiting.values()) cancel()
      waiting.clear()
    },
  }
}

/** controller-runtime's name for the same wait. */
const waitMetrics = (metrics: Metrics) => {
  const waits = metrics.histogram({
    name: 'controller_runtime_client_consistency_wait_duration_seconds',
    help: 'Time that a key was held until the caches had seen its own last writes, or had not in time.',
    labels: ['operation', 'result'],
    buckets,
  })
  for (const result of ['success', 'timeout']) waits.zero({ operation: 'reconcile', result })
  return waits
}

/** Seconds; controller-runtime's, and our bound. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 6, 8, 10, 30]
