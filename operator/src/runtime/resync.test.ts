import { expect, test } from 'vitest'
import { createFakeClock } from '../../test/memory/clock.ts'
import { createMemoryLog } from '../../test/memory/log.ts'
import { createQueue } from './queue.ts'
import { resyncEvery } from './resync.ts'

const setUp = (periodMs: number, random: number) => {
  const clock = createFakeClock()
  const queue = createQueue({ name: 'test', clock })
  const stop = new AbortController()
  const parts = { keys: () => ['a', 'b'], queue, clock, log: createMemoryLog(), random: () => random }
  return { clock, queue, stop, running: resyncEvery(periodMs, parts)(stop.signal) }
}

test.each([
  { why: 'a tenth early at the earliest', random: 0, afterMs: 32_400_000 },
  { why: 'a tenth late at the latest', random: 1, afterMs: 39_600_000 },
])('everything is looked at after ten hours, $why, and again', async ({ random, afterMs }) => {
  const { clock, queue, stop } = setUp(36_000_000, random)
  for (const _ of ['first', 'second']) {
    await clock.advance(afterMs - 1)
    expect(queue.depth()).toBe(0)
    await clock.advance(1)
    expect(queue.depth()).toBe(2)
    while (queue.depth() > 0) queue.done(await queue.next(stop.signal))
  }
})

test('a change that comes meanwhile is served first', async () => {
  const { clock, queue, stop } = setUp(1_000, 0.5)
  await clock.advance(1_000)
  queue.add('changed')
  expect(await queue.next(stop.signal)).toBe('changed')
})

test.each([
  { why: 'when it is stopped', periodMs: 1_000 },
  { why: 'at once if it is switched off', periodMs: 0 },
])('it ends $why', async ({ periodMs }) => {
  const { clock, queue, stop, running } = setUp(periodMs, 0.5)
  if (periodMs > 0) stop.abort()
  await running
  await clock.advance(10_000)
  expect(queue.depth()).toBe(0)
})
