import { MalformedEventError } from '../errors.ts'
import type { Clock } from '../ports/clock.ts'
import { delay } from '../ports/delay.ts'
import type { Log } from '../ports/log.ts'
import { createBackoff } from './backoff.ts'
import { ApiError } from './errors.ts'
import type { RelistReason, reflectorMetrics } from './reflector-metrics.ts'
import { afterWatch, type NextStep } from './watch-end.ts'

/**
 * A collection to follow. `list` takes it in whole and gives its resource version; `watch` reports each version it reaches.
 * Without a version to start from, `watch` takes everything in first, and then reports that it has.
 */
export type Source = Readonly<{
  list(signal: AbortSignal): Promise<string>
  watch(version: string | undefined, reached: (version: string) => void, signal: AbortSignal): Promise<void>
}>

/** What following needs from its surroundings. `streamingList`: whether to try to begin with a watch. */
export type FollowOptions = Readonly<{
  streamingList: boolean
  clock: Clock
  random: () => number
  log: Log
  meters: Pick<ReturnType<typeof reflectorMetrics>, 'relisted' | 'restarted'>
}>

/** Lists, then watches, then watches on or lists again, until the signal is aborted; then resolves. No failure ends it. */
export const follow = async (source: Source, options: FollowOptions, signal: AbortSignal): Promise<void> => {
  const backoff = createBackoff({ baseMs: 800, maxMs: maxPauseMs, resetAfterMs: 120_000 }, options.random)
  const pause: Pause = (error) => {
    const answered = error instanceof ApiError
    const own = backoff.next(options.clock.monotonic(), answered ? maxPauseMs : maxUnansweredMs)
    return delay(options.clock, Math.max(answered ? (error.retryAfterMs ?? 0) : 0, own), signal)
  }
  let reason: RelistReason = 'initial'
  let streams: Streams = options.streamingList ? 'try' : 'never'
  try {
    for (;;) {
      const version = streams === 'try' ? undefined : await listUntilItWorks(source, reason, options, pause, signal)
      const end = await watchWhileUseful(source, version, reason, options, pause, signal)
      if (streams === 'not now') streams = 'try'
      if (end === 'never' || end === 'not now') streams = end
      else reason = end
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

/** A server that answers with a refusal is spared. */
const maxPauseMs = 30_000

/** One that does not answer is not overloaded by being asked, and is to be found soon after it is back. */
const maxUnansweredMs = 10_000

/** Whether the next list may stream: one that did not come to its end is read in pages, as it may be the streaming that fails. */
type Streams = 'try' | 'not now' | 'never'

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
      tellListed(log, meters, reason, version)
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
  start: string | undefined,
  why: RelistReason,
  { clock, log, meters }: FollowOptions,
  pause: Pause,
  signal: AbortSignal,
): Promise<RelistReason | Exclude<Streams, 'try'>> => {
  let version = start
  let malformedInRow = 0
  for (;;) {
    const begunAt = clock.monotonic()
    const begunFrom = version
    const reached = (next: string) => {
      if (version === undefined) tellListed(log, meters, why, next)
      version = next
    }
    const error = await endOf(source.watch(version, reached, signal))
    signal.throwIfAborted()
    if (version === undefined) return await unstreamed(error, log, pause)
    if (version !== begunFrom) malformedInRow = 0
    if (error instanceof MalformedEventError) malformedInRow += 1
    const step = afterWatch({ error, lastedMs: clock.monotonic() - begunAt, malformedInRow })
    meters.restarted(step.reason)
    tell(log, step, version, error)
    if (step.pause) await pause(error)
    if (step.relist) return step.reason
  }
}

/** What comes after a streaming list that did not come to its end. */
const unstreamed = async (error: unknown, log: Log, pause: Pause): Promise<'never' | 'not now'> => {
  if (error instanceof ApiError && refusals.has(error.status)) {
    log.info({ status: error.status }, 'the API server streams no lists, reading pages')
    return 'never'
  }
  log.warn({ err: error }, 'cannot list, will try again')
  await pause(error)
  return 'not now'
}

/** A server that does not know streaming lists, or has them switched off, calls the request invalid. */
const refusals: ReadonlySet<number> = new Set([400, 405, 422])

const tellListed = (log: Log, meters: FollowOptions['meters'], reason: RelistReason, version: string) => {
  meters.relisted(reason)
  log.debug({ reason, version }, 'listed')
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
