import type { ready } from '@taskplatform/app-contract/health'
import type { Logger } from 'pino'
import type { z } from 'zod'
import type { Database } from '../database/database.ts'
import type { Redis } from '../sessions/redis.ts'

/** Three questions that are not the same: does the process run, has it started, can it serve. */
export interface Health {
  /** Whether the database has answered once, and Redis too, or has been waited for long enough. */
  hasStarted(): boolean
  /** Whether requests can be served; asked of the database at most once a second. */
  state(): Promise<z.output<typeof ready>>
  /** From now on nothing new should come. */
  drain(): void
}

/** Health of what is behind the API. A Redis that is away degrades it; only the database takes it out. */
export function createHealth(
  database: Pick<Database, 'ping'>,
  redis: Pick<Redis, 'isReady'>,
  now: () => number,
): Health {
  const begunAt = now()
  let started = false
  let draining = false
  let asked: { at: number; answer: Promise<boolean> } | undefined

  const databaseAnswers = (): Promise<boolean> => {
    if (!asked || now() - asked.at > freshMs) {
      const answer = database.ping(pingMs).then(
        () => true,
        () => false,
      )
      asked = { at: now(), answer }
    }
    return asked.answer
  }
  return {
    hasStarted: () => started,
    drain: () => {
      draining = true
    },
    state: async () => {
      const answers = await databaseAnswers()
      if (answers && (redis.isReady() || now() - begunAt > redisMs)) started = true
      if (!answers || draining || !started) return { status: 'unhealthy', database: answers ? 'ok' : 'unavailable' }
      return redis.isReady()
        ? { status: 'ok', database: 'ok', redis: 'ok' }
        : { status: 'degraded', database: 'ok', redis: 'unavailable' }
    },
  }
}

/** Asks until the database has answered, with growing pauses: a start is no reason to crash. */
export async function waitForStart(
  health: Health,
  { log, signal }: Readonly<{ log: Logger; signal: AbortSignal }>,
): Promise<void> {
  for (let attempt = 0; !signal.aborted; attempt++) {
    await health.state()
    if (health.hasStarted()) return log.info('started')
    if (attempt === 0) log.warn('database or Redis do not answer yet, waiting for them')
    await pause(Math.min(250 * 2 ** attempt, 5_000), signal)
  }
}

const freshMs = 1_000

/** How long a start waits for Redis, without which nobody can log in. */
const redisMs = 5_000

/** Less than a probe waits. */
const pingMs = 1_500

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
  })
