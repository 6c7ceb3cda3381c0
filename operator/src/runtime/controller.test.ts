import { describe, expect, test } from 'vitest'
import { createFakeClock } from '../../test/memory/clock.ts'
import { createMemoryLog } from '../../test/memory/log.ts'
import { LeaseLostError, TerminalError } from '../errors.ts'
import type { Reconcile } from '../ports/reconcile.ts'
import { createController } from './controller.ts'
import { createMetrics } from './metrics.ts'
import { createQueue } from './queue.ts'
import { reconcileContext } from './reconcile-context.ts'

const conflict = new Error('conflict')
const busy = new Error('come back later')

const setUp = (
  reconcile: Reconcile,
  { workers = 1, hold }: { workers?: number; hold?: (key: string, ready: () => void) => boolean } = {},
) => {
  const clock = createFakeClock()
  const metrics = createMetrics({ process: false })
  const log = createMemoryLog()
  const queue = createQueue({ name: 'test', clock, metrics, random: () => 0 })
  const controller = createController({
    name: 'test',
    reconcile,
    queue,
    workers,
    timeoutMs: 60_000,
    log,
    clock,
    metrics,
    isConflict: (error) => error === conflict,
    retryAfterMs: (error) => (error === busy ? 7_000 : undefined),
    hold,
    newId: () => 'id-1',
  })
  const stop = new AbortController()
  const abandon = new AbortController()
  const running = controller.run(stop.signal, abandon.signal)
  return { clock, metrics, log, queue, controller, stop, abandon, running }
}

const counted = async (metrics: ReturnType<typeof createMetrics>) => {
  const lines = (await metrics.text())
    .split('\n')
    .filter((line) => /^controller_runtime_.*(total|errors_total)\{/.test(line))
  return lines
    .filter((line) => !line.endsWith(' 0'))
    .map((line) => line.replace('controller_runtime_', '').replace('controller="test"', ''))
}

const failing =
  (error: unknown): Reconcile =>
  async () => {
    throw error
  }

describe('how a reconcile can end', () => {
  test.each<{ why: string; reconcile: Reconcile; counts: string[]; nextMs: number; level?: string }>([
    {
      why: 'settled: nothing more until something changes',
      reconcile: async () => ({ kind: 'settled' }),
      counts: ['reconcile_total{,result="success"} 1'],
      nextMs: Number.POSITIVE_INFINITY,
    },
    {
      why: 'again: after the time asked for',
      reconcile: async () => ({ kind: 'again', afterMs: 30_000 }),
      counts: ['reconcile_total{,result="requeue_after"} 1'],
      nextMs: 30_000,
    },
    {
      why: 'an error that time may heal: backoff',
      reconcile: failing(new Error('boom')),
      counts: ['reconcile_total{,result="error"} 1', 'reconcile_errors_total{} 1'],
      nextMs: 100,
      level: 'error',
    },
    {
      why: 'the Lease was lost: no failure, the next leader takes it up',
      reconcile: failing(new LeaseLostError('another leads')),
      counts: [],
      nextMs: Number.POSITIVE_INFINITY,
      level: 'info',
    },
    {
      why: 'an error that asks for time: that time, if it is longer than the backoff',
      reconcile: failing(busy),
      counts: ['reconcile_total{,result="error"} 1', 'reconcile_errors_total{} 1'],
      nextMs: 7_000,
      level: 'error',
    },
    {
      why: 'an error that only a new spec heals: no further attempt',
      reconcile: failing(new TerminalError('spec.cidr is too small: use a /20')),
      counts: [
        'reconcile_total{,result="error"} 1',
        'reconcile_errors_total{} 1',
        'terminal_reconcile_errors_total{} 1',
      ],
      nextMs: Number.POSITIVE_INFINITY,
      level: 'error',
    },
    {
      why: 'a mistake in the program is counted as such',
      reconcile: failing(new TypeError('undefined is not a function')),
      counts: ['reconcile_total{,result="error"} 1', 'reconcile_errors_total{} 1', 'reconcile_panics_total{} 1'],
      nextMs: 100,
      level: 'error',
    },
    {
      why: 'a conflict: silence and another turn',
      reconcile: failing(conflict),
      counts: ['reconcile_total{,result="requeue"} 1'],
      nextMs: 100,
    },
  ])('$why', async ({ reconcile, counts, nextMs, level }) => {
    const { clock, metrics, log, queue } = setUp(reconcile)
    queue.add('a/b')
    await clock.advance(0)
    expect(await counted(metrics)).toEqual(counts)
    expect(clock.untilNext()).toBe(nextMs)
    expect(log.lines.map((line) => line.level)).toEqual(level ? [level] : [])
  })

  test('too long: its signal is aborted, it is counted and tried again', async () => {
    const { clock, metrics, queue } = setUp(
      (_, signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    )
    queue.add('a/b')
    await clock.advance(59_999)
    expect(await counted(metrics)).toEqual([])
    await clock.advance(1)
    expect(await counted(metrics)).toContain('reconcile_timeouts_total{} 1')
    expect(clock.untilNext()).toBe(100)
  })
})

test('a key that is held back is not reconciled until it is ready, and keeps no worker busy', async () => {
  const reconciled: string[] = []
  const held = new Map<string, () => void>()
  const { clock, queue } = setUp(
    async (key) => {
      reconciled.push(key)
      return { kind: 'settled' }
    },
    { hold: (key, ready) => key === 'a' && !held.has(key) && Boolean(held.set(key, ready)) },
  )
  queue.add('a')
  queue.add('b')
  await clock.advance(60_000)
  expect(reconciled).toEqual(['b'])
  held.get('a')?.()
  await clock.advance(0)
  expect(reconciled).toEqual(['b', 'a'])
})

test('waiting for something that takes long does not lengthen the waits', async () => {
  const { clock, queue } = setUp(async () => ({ kind: 'again', afterMs: 5_000 }))
  queue.add('a/b')
  const waits = []
  for (let turn = 1; turn <= 20; turn++) {
    await clock.advance(turn === 1 ? 0 : clock.untilNext())
    waits.push(clock.untilNext())
  }
  expect(waits).toEqual(waits.map(() => 5_000))
})

test('a success ends the backoff', async () => {
  const outcomes = ['fail', 'fail', 'succeed', 'fail']
  const { clock, queue } = setUp(async () => {
    if (outcomes.shift() === 'fail') throw new Error('boom')
    return { kind: 'again', afterMs: 5_000 }
  })
  queue.add('a/b')
  const waits = []
  for (let turn = 1; turn <= 4; turn++) {
    await clock.advance(turn === 1 ? 0 : clock.untilNext())
    waits.push(clock.untilNext())
  }
  expect(waits).toEqual([100, 200, 5_000, 100])
})

test('all series exist from the start', async () => {
  const { metrics } = setUp(async () => ({ kind: 'settled' }))
  const text = await metrics.text()
  for (const result of ['success', 'error', 'requeue', 'requeue_after']) {
    expect(text).toContain(`controller_runtime_reconcile_total{controller="test",result="${result}"} 0`)
  }
  expect(text).toContain('controller_runtime_max_concurrent_reconciles{controller="test"} 1')
  expect(text).toContain('controller_runtime_active_workers{controller="test"} 0')
})

test('workers work at the same time, never two on one key', async () => {
  const release: (() => void)[] = []
  const begun: string[] = []
  const reconcile: Reconcile = async (key) => {
    begun.push(key)
    await new Promise<void>((resolve) => release.push(resolve))
    return { kind: 'settled' }
  }
  const { clock, queue } = setUp(reconcile, { workers: 2 })
  for (const key of ['a', 'b', 'c']) queue.add(key)
  await clock.advance(0)
  queue.add('a')
  expect(begun).toEqual(['a', 'b'])
  release[0]?.()
  await clock.advance(0)
  expect(begun).toEqual(['a', 'b', 'c'])
  release[1]?.()
  await clock.advance(0)
  expect(begun).toEqual(['a', 'b', 'c', 'a'])
})

test('what is called in a reconcile knows which one', async () => {
  const seen: unknown[] = []
  const { clock, queue } = setUp(async () => {
    await Promise.resolve()
    seen.push(reconcileContext())
    return { kind: 'settled' }
  })
  queue.add('a/b')
  await clock.advance(0)
  expect(seen).toEqual([{ controller: 'test', key: 'a/b', reconcileID: 'id-1' }])
  expect(reconcileContext()).toBeUndefined()
})

describe('stopping', () => {
  const untilReleased = () => {
    let release = () => {}
    const reconcile: Reconcile = (_, signal) =>
      new Promise((resolve, reject) => {
        release = () => resolve({ kind: 'settled' })
        signal.addEventListener('abort', () => reject(signal.reason))
      })
    return { reconcile, release: () => release() }
  }

  test('finishes what was begun and begins nothing more', async () => {
    const { reconcile, release } = untilReleased()
    const { clock, queue, stop, running, metrics } = setUp(reconcile)
    queue.add('a')
    queue.add('b')
    await clock.advance(0)
    stop.abort()
    release()
    await running
    expect(await counted(metrics)).toEqual(['reconcile_total{,result="success"} 1'])
    expect(queue.depth()).toBe(1)
  })

  test('abandons what was begun if told to, without calling it a failure', async () => {
    const { reconcile } = untilReleased()
    const { clock, queue, stop, abandon, running, metrics } = setUp(reconcile)
    queue.add('a')
    await clock.advance(0)
    stop.abort()
    abandon.abort()
    await running
    expect(await counted(metrics)).toEqual([])
  })
})
