import { expect, test } from 'vitest'
import { createFakeClock } from '../../test/memory/clock.ts'
import { createQueue } from './queue.ts'
import { tidyAtRest } from './tidy.ts'

const setUp = () => {
  const clock = createFakeClock()
  const queue = createQueue({ name: 'test', clock })
  const stop = new AbortController()
  let collections = 0
  const collect = () => {
    collections += 1
  }
  const running = tidyAtRest({ queue, clock, collect, periodMs: 1_000 })(stop.signal)
  return { clock, queue, stop, running, collections: () => collections }
}

test('the heap is tidied once in a period of rest, until the process stops', async () => {
  const { clock, stop, running, collections } = setUp()
  await clock.advance(2_500)
  expect(collections()).toBe(2)
  stop.abort(new Error('stopped'))
  await running
  await clock.advance(2_500)
  expect(collections()).toBe(2)
})

test('nothing is held up for it: not while a key waits, nor while one is worked on', async () => {
  const { clock, queue, stop, running, collections } = setUp()
  queue.add('a')
  await clock.advance(1_000)
  const key = await queue.next(stop.signal)
  await clock.advance(1_000)
  expect(collections()).toBe(0)
  queue.done(key)
  await clock.advance(1_000)
  expect(collections()).toBe(1)
  stop.abort(new Error('stopped'))
  await running
})
