import type { Cancel, Clock } from '../ports/clock.ts'
import { type Metrics, noMetrics } from '../ports/metrics.ts'
import { queueMetrics } from './queue-metrics.ts'
import { createReadyList } from './ready-list.ts'
import { createTokenBucket } from './token-bucket.ts'

/**
 * Keys of objects to look at. A key waits once however often it is added, and is never worked on twice at the same time: added
 * while it is worked on, it comes again after `done`.
 */
export interface Queue {
  /** Adds a key; among waiting keys the higher priority comes first. */
  add(key: string, options?: AddOptions): void
  /**
   * Adds a key after `ms` milliseconds; of several such requests the earliest counts. A key that is worked on comes back with the
   * priority that it was served under, so that a resync stays unhurried.
   */
  addAfter(key: string, ms: number): void
  /** Adds a key after its backoff, which doubles with each call until `forget`, and after `atLeastMs`. */
  addRateLimited(key: string, options?: Readonly<{ atLeastMs?: number | undefined }>): void
  /** Ends the backoff of a key. */
  forget(key: string): void
  /** Waits for a key to work on; rejects with the signal's reason. Whoever gets one calls `done` with it. */
  next(signal: AbortSignal): Promise<string>
  done(key: string): void
  /** The priority under which a key that is worked on was served. */
  priorityOf(key: string): number
  /** Forgets what was to be added later; nothing of the queue keeps the process alive then. */
  close(): void
  /** How many keys wait. */
  depth(): number
  /** Milliseconds since the key worked on the longest was handed out; 0 if none is. */
  longestRunningMs(): number
}

/** Changes by users have priority 0, the first list and other unhurried ones `unhurried`. */
export type AddOptions = Readonly<{ priority?: number }>

/** The priority of what can wait. */
export const unhurried = -100

/** `backoff` counts per key; all retries together are held to 10 a second after the first 100. */
export type QueueOptions = Readonly<{
  name: string
  clock: Clock
  metrics?: Metrics | undefined
  backoff?: Readonly<{ baseMs: number; maxMs: number }> | undefined
  random?: (() => number) | undefined
}>

/** An empty queue. */
export const createQueue = (options: QueueOptions): Queue => {
  const { name, clock, metrics = noMetrics } = options
  const ready = createReadyList()
  const working = new Map<string, number>()
  const again = new Map<string, number>()
  const waiters = new Set<(key: string) => void>()
  const meters = queueMetrics(metrics, name, clock, ready.sizes)
  const retryDelayMs = retryDelays(options)

  const take = (): string | undefined => {
    const next = ready.shift()
    if (next === undefined) return undefined
    working.set(next.key, next.priority)
    meters.begun(next.key)
    return next.key
  }
  const serve = () => {
    for (const waiter of waiters) {
      const key = take()
      if (key === undefined) return
      waiters.delete(waiter)
      waiter(key)
    }
  }
  const add: Queue['add'] = (key, { priority = 0 } = {}) => {
    if (!ready.has(key) && !again.has(key)) meters.added(key)
    if (working.has(key)) again.set(key, Math.max(priority, again.get(key) ?? priority))
    else ready.add(key, priority)
    serve()
  }
  const priorityOf = (key: string): number => working.get(key) ?? 0
  const later = laterAdds(clock, add)
  const addLater = (key: string, ms: number) => {
    if (ms > 0) meters.retried()
    later.add(key, ms, priorityOf(key))
  }
  return {
    add,
    addAfter: addLater,
    addRateLimited: (key, { atLeastMs = 0 } = {}) => addLater(key, Math.max(retryDelayMs.next(key), atLeastMs)),
    forget: retryDelayMs.forget,
    next: (signal) => waitFor(take, waiters, signal),
    done: (key) => {
      if (!working.delete(key)) return
      meters.ended(key)
      const priority = again.get(key)
      again.delete(key)
      if (priority !== undefined) ready.add(key, priority)
      serve()
    },
    priorityOf,
    close: later.cancelAll,
    depth: ready.size,
    longestRunningMs: meters.longestRunningMs,
  }
}

const retryDelays = ({ clock, backoff = { baseMs: 100, maxMs: 60_000 }, random = Math.random }: QueueOptions) => {
  const failures = new Map<string, number>()
  const bucket = createTokenBucket({ perSecond: 10, burst: 100 })
  return {
    next: (key: string): number => {
      const count = failures.get(key) ?? 0
      failures.set(key, count + 1)
      const own = Math.min(backoff.baseMs * 2 ** count, backoff.maxMs) * (1 + random() / 10)
      return Math.max(own, bucket.reserve(clock.monotonic()))
    },
    forget: (key: string) => {
      failures.delete(key)
    },
  }
}

const laterAdds = (clock: Clock, add: Queue['add']) => {
  const timers = new Map<string, { at: number; priority: number; cancel: Cancel }>()
  return {
    add: (key: string, ms: number, asked: number) => {
      if (ms <= 0) return add(key, { priority: asked })
      const at = clock.monotonic() + ms
      const known = timers.get(key)
      const priority = Math.max(asked, known?.priority ?? asked)
      if (known && known.at <= at) {
        known.priority = priority
        return
      }
      known?.cancel()
      const cancel = clock.setTimeout(() => {
        const priority = timers.get(key)?.priority ?? 0
        timers.delete(key)
        add(key, { priority })
      }, ms)
      timers.set(key, { at, priority, cancel })
    },
    cancelAll: () => {
      for (const { cancel } of timers.values()) cancel()
      timers.clear()
    },
  }
}

const waitFor = (
  take: () => string | undefined,
  waiters: Set<(key: string) => void>,
  signal: AbortSignal,
): Promise<string> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const key = take()
    if (key !== undefined) return resolve(key)
    const onAbort = () => {
      waiters.delete(onKey)
      reject(signal.reason)
    }
    const onKey = (key: string) => {
      signal.removeEventListener('abort', onAbort)
      resolve(key)
    }
    waiters.add(onKey)
    signal.addEventListener('abort', onAbort, { once: true })
  })
