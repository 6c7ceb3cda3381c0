import { describe, expect, test } from 'vitest'
import { createFakeClock } from '../../test/memory/clock.ts'
import { createMetrics } from './metrics.ts'
import { createQueue, type Queue, unhurried } from './queue.ts'

const setUp = (backoff = { baseMs: 100, maxMs: 1_000 }) => {
  const clock = createFakeClock()
  const metrics = createMetrics({ process: false })
  const queue = createQueue({ name: 'test', clock, metrics, backoff, random: () => 0 })
  return { clock, metrics, queue, signal: new AbortController().signal }
}

/** Takes what waits, in order, without waiting. */
const takeAll = async (queue: Queue): Promise<string[]> => {
  const taken: string[] = []
  while (queue.depth() > 0) taken.push(await queue.next(new AbortController().signal))
  return taken
}

const addAll = (queue: Queue, keys: readonly string[]) => {
  for (const key of keys) queue.add(key)
}

describe('order', () => {
  test.each<{ why: string; given: (queue: Queue) => void; order: string[] }>([
    {
      why: 'first come, first served',
      given: (queue) => addAll(queue, ['a', 'b', 'c']),
      order: ['a', 'b', 'c'],
    },
    { why: 'a key waits once', given: (queue) => addAll(queue, ['a', 'b', 'a']), order: ['a', 'b'] },
    {
      why: 'what can wait comes last',
      given: (queue) => {
        queue.add('old', { priority: unhurried })
        queue.add('new')
      },
      order: ['new', 'old'],
    },
    {
      why: 'a waiting key moves up with a higher priority',
      given: (queue) => {
        queue.add('a', { priority: unhurried })
        queue.add('b', { priority: unhurried })
        queue.add('b')
      },
      order: ['b', 'a'],
    },
    {
      why: 'but never down',
      given: (queue) => {
        queue.add('a')
        queue.add('b')
        queue.add('a', { priority: unhurried })
      },
      order: ['a', 'b'],
    },
  ])('$why', async ({ given, order }) => {
    const { queue } = setUp()
    given(queue)
    expect(await takeAll(queue)).toEqual(order)
  })
})

describe('one key at a time', () => {
  test('a key that is worked on is not handed out again before it is done', async () => {
    const { queue, signal } = setUp()
    queue.add('a')
    await queue.next(signal)
    queue.add('a')
    queue.add('a')
    expect(queue.depth()).toBe(0)
    queue.done('a')
    expect(await takeAll(queue)).toEqual(['a'])
    queue.done('a')
    expect(queue.depth()).toBe(0)
  })

  test('waiting workers are served in turn', async () => {
    const { queue, signal } = setUp()
    const workers = [queue.next(signal), queue.next(signal)]
    queue.add('a')
    queue.add('b')
    expect(await Promise.all(workers)).toEqual(['a', 'b'])
  })

  test('a worker that gives up misses nothing', async () => {
    const { queue, signal } = setUp()
    const controller = new AbortController()
    const leaving = queue.next(controller.signal)
    controller.abort('enough')
    await expect(leaving).rejects.toBe('enough')
    queue.add('a')
    expect(await queue.next(signal)).toBe('a')
  })
})

describe('later', () => {
  test.each([
    { why: 'to look again', later: (queue: Queue) => queue.addAfter('a', 100) },
    { why: 'after a failure', later: (queue: Queue) => queue.addRateLimited('a') },
  ])('what was served unhurried comes back unhurried $why', async ({ later }) => {
    const { queue, clock, signal } = setUp()
    queue.add('a', { priority: unhurried })
    await queue.next(signal)
    expect(queue.priorityOf('a')).toBe(unhurried)
    later(queue)
    queue.done('a')
    await clock.advance(100)
    queue.add('b')
    expect(await takeAll(queue)).toEqual(['b', 'a'])
  })

  test('a failure that asks for time is given it, though the backoff is shorter', async () => {
    const { queue, clock } = setUp()
    queue.addRateLimited('a', { atLeastMs: 5_000 })
    expect(clock.untilNext()).toBe(5_000)
  })

  test('the earliest of several requests counts', async () => {
    const { queue, clock } = setUp()
    for (const delay of [500, 200, 900]) queue.addAfter('a', delay)
    await clock.advance(199)
    expect(queue.depth()).toBe(0)
    await clock.advance(1)
    expect(await takeAll(queue)).toEqual(['a'])
    queue.done('a')
    await clock.advance(1_000)
    expect(queue.depth()).toBe(0)
  })

  test('a closed queue keeps no timer, so that a stopped process can end', () => {
    const { queue, clock } = setUp()
    for (const key of ['a', 'b']) queue.addAfter(key, 60_000)
    queue.close()
    expect(clock.untilNext()).toBe(Number.POSITIVE_INFINITY)
  })

  test('nothing to wait for is at once', () => {
    const { queue } = setUp()
    queue.addAfter('a', 0)
    expect(queue.depth()).toBe(1)
  })

  test('the backoff doubles up to its cap, for each key alone, until it is forgotten', async () => {
    const { queue, clock } = setUp()
    const waitOf = async (key: string) => {
      queue.addRateLimited(key)
      const wait = clock.untilNext()
      await clock.advance(wait)
      await takeAll(queue)
      queue.done(key)
      return wait
    }
    const waits = []
    for (const key of ['a', 'a', 'a', 'a', 'a', 'a', 'b']) waits.push(await waitOf(key))
    queue.forget('a')
    waits.push(await waitOf('a'))
    expect(waits).toEqual([100, 200, 400, 800, 1_000, 1_000, 100, 100])
  })

  test('all retries together are held to ten a second after the first hundred', async () => {
    const { queue, clock } = setUp({ baseMs: 1, maxMs: 1 })
    for (let count = 0; count < 120; count++) queue.addRateLimited(`key-${count}`)
    await clock.advance(1)
    expect(queue.depth()).toBe(100)
    await clock.advance(1_000)
    expect(queue.depth()).toBe(110)
  })
})

test('depth, durations, adds and retries are measured', async () => {
  const { queue, clock, metrics, signal } = setUp()
  queue.add('a')
  queue.add('b')
  await clock.advance(2_000)
  await queue.next(signal)
  await clock.advance(3_000)
  expect(queue.longestRunningMs()).toBe(3_000)
  queue.addRateLimited('b')
  const text = await metrics.text()
  for (const line of [
    'workqueue_depth{name="test",controller="test",priority="0"} 1',
    'workqueue_depth{name="test",controller="test",priority="-100"} 0',
    'workqueue_adds_total{name="test",controller="test"} 2',
    'workqueue_retries_total{name="test",controller="test"} 1',
    'workqueue_queue_duration_seconds_sum{name="test",controller="test"} 2',
    'workqueue_unfinished_work_seconds{name="test",controller="test"} 3',
    'workqueue_longest_running_processor_seconds{name="test",controller="test"} 3',
  ]) {
    expect(text).toContain(line)
  }
  queue.done('a')
  expect(await metrics.text()).toContain('workqueue_work_duration_seconds_sum{name="test",controller="test"} 3')
})
