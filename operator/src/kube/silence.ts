import type { Clock } from '../ports/clock.ts'

/** Nothing was heard for too long: the stream is dead, whatever TCP says. */
export class SilenceError extends Error {
  override readonly name = 'SilenceError'
  readonly code = 'SILENCE'
}

/** `hear` is called by whoever hears something that the stream itself does not yield. */
export type Listening<T> = (signal: AbortSignal, hear: () => void) => AsyncIterable<T>

/**
 * Passes on what `listen` yields, and ends it with a `SilenceError` when nothing comes for `limitMs`. Ending, for whatever reason,
 * aborts the signal that `listen` was given, so that its connection closes.
 */
export async function* untilSilent<T>(
  listen: Listening<T>,
  {
    clock,
    limitMs,
    signal,
    onHeard,
  }: Readonly<{ clock: Clock; limitMs: number; signal: AbortSignal; onHeard: () => void }>,
): AsyncGenerator<T> {
  // a signal that was aborted before says so to no listener
  signal.throwIfAborted()
  const controller = new AbortController()
  const onAbort = () => controller.abort(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  const arm = () =>
    clock.setTimeout(() => controller.abort(new SilenceError(`Nothing heard for ${limitMs} ms`)), limitMs)
  let disarm = arm()
  const hear = () => {
    onHeard()
    disarm()
    disarm = arm()
  }
  try {
    for await (const item of listen(controller.signal, hear)) {
      hear()
      yield item
    }
  } finally {
    disarm()
    signal.removeEventListener('abort', onAbort)
    controller.abort(new SilenceError('Nobody listens any more'))
  }
}
