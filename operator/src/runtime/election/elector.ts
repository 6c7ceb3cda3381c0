import { LeaseLostError } from '../../errors.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Fence } from '../../ports/fence.ts'
import type { HeldLease, Lease } from '../../ports/lease.ts'
import type { Log } from '../../ports/log.ts'
import { type Metrics, noMetrics } from '../../ports/metrics.ts'
import { electionMetrics } from './election-metrics.ts'
import { createFence } from './fence.ts'
import { recordFor, releasedRecord, type Sighting, sightingOf, trustedForMs } from './record.ts'
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

type Memory = Readonly<{
  seen(): Sighting | undefined
  see(held: HeldLease): Sighting
  slow(): void
}>

/** Renews from what we know, at the cost of one request; if that is outdated, looks first. */
const attemptWith = (options: ElectorOptions, memory: Memory) => {
  const { lease, identity, clock, renewMs } = options
  return async (signal: AbortSignal): Promise<boolean> => {
    // two tries within the deadline, on another connection if the first one's is dead
    const call = { signal, timeoutMs: Math.max(1_000, renewMs / 2) }
    const take = async (held: HeldLease) => {
      const record = recordFor(options, held.record, clock.now())
      const written = await lease.replace(held, record, call)
      if (written === 'outdated') return false
      memory.see(written)
      return true
    }
    const known = memory.seen()
    const isOurs = known?.held.record.holder === identity
    if (isOurs && (await take(known.held))) return true
    if (isOurs) memory.slow()

    const held = await lease.read(call)
    if (!held) {
      const created = await lease.create(recordFor(options, undefined, clock.now()), call)
      if (created === 'outdated') return false
      memory.see(created)
      return true
    }
    const sighting = memory.see(held)
    if (held.record.holder !== identity && trustedForMs(sighting, clock.monotonic()) > 0) return false
    return take(held)
  }
}

/** Reads first: a renewal that was cut short may have been taken all the same. */
const giveBack = async (
  { lease, identity, clock, renewMs, log }: ElectorOptions,
  see: Memory['see'],
): Promise<void> => {
  const call = { signal: new AbortController().signal, timeoutMs: Math.min(renewMs, releaseWithinMs) }
  try {
    for (let turn = 1; turn <= releaseTurns; turn++) {
      const held = await lease.read(call)
      if (held?.record.holder !== identity) return
      const answer = await lease.replace(held, releasedRecord(held.record, clock.now()), call)
      if (answer === 'outdated') continue
      see(answer)
      return
    }
  } catch (err) {
    log.warn({ err, lease: lease.name }, 'the Lease could not be given back: others wait until it runs out')
  }
}

const releaseWithinMs = 5_000
const releaseTurns = 3
