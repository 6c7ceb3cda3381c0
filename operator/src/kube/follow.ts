import { MalformedEventError } from '../errors.ts'
import type { Clock } from '../ports/clock.ts'
import { delay } from '../ports/delay.ts'
import type { Log } from '../ports/log.ts'
import { createBackoff } from './backoff.ts'
import { ApiError } from './errors.ts'
import type { RelistReason, reflectorMetrics } from './reflector-metrics.ts'
import { afterWatch, type NextStep } from './watch-end.ts'

/** A collection to follow. `list` takes it in whole and gives its resource version; `watch` reports each version it reaches. */
export type Source = Readonly<{
  list(signal: AbortSignal): Promise<string>
  watch(version: string, reached: (version: string) => void, signal: AbortSignal): Promise<void>
}>

/** What following needs from its surroundings. */
export type FollowOptions = Readonly<{
  clock: Clock
  random: () => number
  log: Log
  meters: Pick<ReturnType<typeof reflectorMetrics>, 'relisted' | 'restarted'>
}>

/** Lists, then watches, then watches on or lists again, until the signal is aborted; then resolves. No failure ends it. */
export const follow = async (source: Source, options: FollowOptions, signal: AbortSignal): Promise<void> => {
  const backoff = createBackoff({ baseMs: 800, maxMs: 30_000, resetAfterMs: 120_000 }, options.random)
  const pause: Pause = (error) => {
    const asked = error instanceof ApiError ? (error.retryAfterMs ?? 0) : 0
    return delay(options.clock, Math.max(asked, backoff.next(options.clock.now())), signal)
  }
  let reason: RelistReason = 'initial'
  try {
    for (;;) {
      const version = await listUntilItWorks(source, reason, options, pause, signal)
      reason = await watchWhileUseful(source, version, options, pause, signal)
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

type Pause = (error: unknown) => Promise<void>

const listUntilItWorks = async (
  source: Source,
  reason: RelistReason,
  { log, meters }: FollowOptions,
  pause: Pause,
  signal: AbortSignal,
): Promise<string> => {
  for (;;) {
    try {
      const version = await source.list(signal)
      meters.relisted(reason)
      log.debug({ reason, version }, 'listed')
      return version
    } catch (err) {
      signal.throwIfAborted()
      log.warn({ err, reason }, 'cannot list, will try again')
      await pause(err)
    }
  }
}

const watchWhileUseful = async (
  source: Source,
  start: string,
  { clock, log, meters }: FollowOptions,
  pause: Pause,
  signal: AbortSignal,
): Promise<RelistReason> => {
  let version = start
  let malformedInRow = 0
  for (;;) {
    const begunAt = clock.now()
    const begunFrom = version
    const reached = (next: string) => {
      version = next
    }
    const error = await endOf(source.watch(version, reached, signal))
    signal.throwIfAborted()
    if (version !== begunFrom) malformedInRow = 0
    if (error instanceof MalformedEventError) malformedInRow += 1
    const step = afterWatch({ error, lastedMs: clock.now() - begunAt, malformedInRow })
    meters.restarted(step.reason)
    tell(log, step, version, error)
    if (step.pause) await pause(error)
    if (step.relist) return step.reason
  }
}

const endOf = async (watch: Promise<void>): Promise<unknown> => {
  try {
    await watch
    return undefined
  } catch (error) {
    return error
  }
}

const tell = (log: Log, { reason, relist }: NextStep, version: string, err: unknown) => {
  if (reason === 'ended') log.debug({ version }, 'watch ended, going on')
  else if (reason === 'silence') log.info({ version }, 'watch fell silent, going on with a new one')
  else log.warn({ err, reason, version, relist }, 'watch failed, going on')
}
