import { LeaseLostError } from '../../errors.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Fence } from '../../ports/fence.ts'
import type { HeldLease, Lease } from '../../ports/lease.ts'
import type { Log } from '../../ports/log.ts'
import { type Metrics, noMetrics } from '../../ports/metrics.ts'
import { attemptWith, giveBack } from './attempt.ts'
import { electionMetrics } from './election-metrics.ts'
import { createFence } from './fence.ts'
import { type Sighting, sightingOf, trustedForMs } from './record.ts'
import { createWaker } from './waker.ts'

/** Competes for a Lease, so that one of several processes works at a time. Used once: who lost starts anew as a process. */
export interface Elector {
  readonly name: string
  /** Lets writes out only while we lead. */
  readonly fence: Fence
  /** Resolves once we lead; rejects with the signal's reason. No failure ends it. */
  acquire(signal: AbortSignal): Promise<void>
  /** Renews for as long as we lead. Resolves once released; rejects with a `LeaseLostError` if another may lead. */
  hold(): Promise<void>
  /** Lets nothing more out and gives the Lease back if it is ours, so that another need not wait. */
  release(): Promise<void>
  isLeading(): boolean
}

/**
 * `identity` is ours alone. Others trust a renewal for `leaseMs` after they saw it; we stop `renewMs` after we sent the last one
 * that was taken; `retryMs` lie between two attempts.
 */
export type ElectorOptions = Readonly<{
  lease: Lease
  identity: string
  leaseMs: number
  renewMs: number
  retryMs: number
  clock: Clock
  log: Log
  metrics?: Metrics | undefined
  random?: (() => number) | undefined
}>

/** An elector that does nothing until it is asked to acquire. */
export const createElector = (options: ElectorOptions): Elector => {
  const { lease, identity, renewMs, retryMs, clock, log, metrics = noMetrics, random = Math.random } = options
  const { name } = lease
  const fence = createFence({ clock, name })
  const meters = electionMetrics(metrics, name, fence.isOpen)
  const letGo = new AbortController()
  const ended = new AbortController()
  fence.signal.addEventListener('abort', () => ended.abort(fence.signal.reason), { once: true })
  let seen: Sighting | undefined
  let competed = false

  const see = (held: HeldLease) => {
    if (seen?.held.record.holder !== held.record.holder)
      log.info({ lease: name, holder: held.record.holder }, 'leader seen')
    seen = sightingOf(seen, held, clock.monotonic())
    return seen
  }
  const attempt = attemptWith(options, { seen: () => seen, see, slow: meters.slow })

  /** One attempt; what goes wrong is a reason to try again. True if we lead by it. */
  const tryOnce = async (signal: AbortSignal): Promise<boolean> => {
    const begunAt = clock.monotonic()
    try {
      const won = await attempt(signal)
      // counted from before the request: others count from when they saw its effect, which is later
      if (won && !ended.signal.aborted) fence.openUntil(begunAt + renewMs)
      return won
    } catch (err) {
      if (!signal.aborted) log.warn({ err, lease: name }, 'the Lease could not be read or written, will try again')
      return false
    }
  }

  return {
    name,
    fence,
    isLeading: fence.isOpen,
    acquire: async (signal) => {
      competed = true
      const waker = createWaker(clock)
      const following = new AbortController()
      const followed = lease.follow((held) => {
        see(held)
        if (held.record.holder === '') waker.wake()
      }, following.signal)
      try {
        while (!(await tryOnce(signal))) {
          signal.throwIfAborted()
          const untilFree = seen ? trustedForMs(seen, clock.monotonic()) : Number.POSITIVE_INFINITY
          const retry = retryMs * (1 + jitterFactor * random())
          await waker.sleep(untilFree > 0 ? Math.min(retry, untilFree + spreadMs * random()) : retry, signal)
        }
      } finally {
        following.abort(new Error('The election is over'))
        await followed
      }
      log.info({ lease: name, identity }, 'leading')
    },
    hold: async () => {
      const waker = createWaker(clock)
      try {
        for (;;) {
          await waker.sleep(retryMs, ended.signal)
          if (!(await tryOnce(ended.signal)) && isOthers(seen, identity)) {
            fence.shut(new LeaseLostError(`The Lease "${name}" was taken by ${seen?.held.record.holder}`))
          }
        }
      } catch (error) {
        if (letGo.signal.aborted) return
        throw error
      }
    },
    release: async () => {
      // an attempt that was cut short may have been taken, so who competed looks; who has lost has nothing to give back
      if (!competed || fence.signal.aborted) return
      letGo.abort()
      fence.shut(new Error(`The Lease "${name}" was given back`))
      await giveBack(options, see)
    },
  }
}

/** client-go's (tools/leaderelection): standbys spread their attempts over this many retry periods more. */
const jitterFactor = 1.2

/** Standbys that saw the same renewal do not all come in the very moment that it runs out. */
const spreadMs = 200

const isOthers = (seen: Sighting | undefined, identity: string): boolean =>
  seen !== undefined && seen.held.record.holder !== '' && seen.held.record.holder !== identity
