import { expect, test } from 'vitest'
import { createFakeClock } from '../../test/memory/clock.ts'
import { untilSilent } from './silence.ts'

const firstOf = async (signal: AbortSignal): Promise<unknown> => {
  // a stream on which nothing ever comes, and which ends when its signal is aborted
  const listen = async function* (signal: AbortSignal) {
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
    yield 'never'
  }
  const how = { clock: createFakeClock(0), limitMs: 1_000, signal, onHeard: () => {} }
  return untilSilent(listen, how)
    .next()
    .catch((error: unknown) => error)
}

test.each([
  { why: 'while it waits', abort: (stop: AbortController) => queueMicrotask(() => stop.abort(new Error('stop'))) },
  { why: 'before it began', abort: (stop: AbortController) => stop.abort(new Error('stop')) },
])('listening ends when it is told to: $why', async ({ abort }) => {
  const stop = new AbortController()
  abort(stop)
  expect(await firstOf(stop.signal)).toMatchObject({ message: 'stop' })
})
