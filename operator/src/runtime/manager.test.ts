import { describe, expect, test } from 'vitest'
import { createFakeClock } from '../../test/memory/clock.ts'
import { createMemoryLog } from '../../test/memory/log.ts'
import { LeaseLostError } from '../errors.ts'
import type { Cache } from '../ports/cache.ts'
import type { Controller } from './controller.ts'
import { createManager } from './manager.ts'

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve())
  })

/**
 * Parts that write down what happens to them; `sync` lets the cache sync, `win` the election be won, `lose` what was won be lost,
 * `finish` ends the work that is begun.
 */
const setUp = ({ stubborn = false, failing = false, elected = false } = {}) => {
  const steps: string[] = []
  const clock = createFakeClock()
  let sync = () => {}
  let finish = () => {}
  let synced = false
  const syncing = new Promise<void>((resolve) => {
    sync = () => {
      synced = true
      resolve()
    }
  })
  const cache: Cache = {
    name: 'configmaps',
    silenceLimitMs: 70_000,
    hasSynced: () => synced,
    lastHeard: clock.monotonic,
    synced: (signal) => Promise.race([syncing, untilAborted(signal).then(() => Promise.reject(signal.reason))]),
    run: async (signal) => {
      steps.push('cache runs')
      if (failing) throw new Error('cache broke')
      await untilAborted(signal)
      steps.push('cache stops')
    },
  }
  const controller: Controller = {
    name: 'test',
    timeoutMs: 60_000,
    longestRunningMs: () => 0,
    run: async (stop, abandon = stop) => {
      steps.push('workers run')
      await untilAborted(stop)
      if (stubborn)
        await Promise.race([
          untilAborted(abandon),
          new Promise<void>((resolve) => {
            finish = resolve
          }),
        ])
      steps.push('workers stop')
    },
  }
  const step = (name: string) => async () => {
    steps.push(name)
  }
  let win = () => {}
  let lose = () => {}
  const elector = {
    acquire: (signal: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        steps.push('competes')
        win = resolve
        signal.addEventListener('abort', () => reject(signal.reason))
      }),
    hold: () =>
      new Promise<void>((_, reject) => {
        steps.push('leads')
        lose = () => reject(new LeaseLostError('the Lease is lost'))
      }),
  }
  const manager = createManager({
    log: createMemoryLog(),
    clock,
    caches: [cache],
    controllers: [controller],
    jobs: [
      async (signal) => {
        steps.push('job runs')
        await untilAborted(signal)
      },
    ],
    elector: elected ? elector : undefined,
    close: step('closed'),
  })
  const stop = new AbortController()
  const code = manager.run(stop.signal, { start: step('endpoints start'), stop: step('endpoints stop') })
  code.catch(() => {})
  const complaints = () => manager.ready.flatMap((probe) => probe() ?? [])
  return {
    steps,
    clock,
    sync: () => sync(),
    finish: () => finish(),
    win: () => win(),
    lose: () => lose(),
    stop,
    code,
    complaints,
  }
}

describe('the course of a process', () => {
  test('endpoints, caches, workers; and back', async () => {
    const { steps, clock, sync, stop, code, complaints } = setUp()
    await clock.advance(0)
    expect(steps).toEqual(['endpoints start', 'cache runs'])
    expect(complaints()).toEqual(['process: starting', 'cache configmaps: not synced yet'])
    sync()
    await clock.advance(0)
    expect(complaints()).toEqual([])
    stop.abort()
    expect(await code).toBe(0)
    expect(complaints()).toEqual(['process: stopping'])
    expect(steps.slice(2)).toEqual([
      'workers run',
      'job runs',
      'workers stop',
      'cache stops',
      'closed',
      'endpoints stop',
    ])
  })

  test('stopped before the caches have synced, no worker ever runs', async () => {
    const { steps, clock, stop, code } = setUp()
    await clock.advance(0)
    stop.abort()
    expect(await code).toBe(0)
    expect(steps).toEqual(['endpoints start', 'cache runs', 'cache stops', 'closed', 'endpoints stop'])
  })

  test('stopped before it began, it stops at once', async () => {
    const stopped = setUp()
    stopped.stop.abort()
    expect(await stopped.code).toBe(0)
  })
})

describe('one of several', () => {
  const elected = async (how: { stubborn?: boolean } = {}) => {
    const given = setUp({ ...how, elected: true })
    given.sync()
    await given.clock.advance(0)
    return given
  }

  test('stands by, ready with its caches, and works once it leads', async () => {
    const { steps, clock, win, complaints } = await elected()
    expect(steps).toEqual(['endpoints start', 'cache runs', 'competes'])
    expect(complaints()).toEqual([])
    win()
    await clock.advance(0)
    expect(steps.slice(3)).toEqual(['leads', 'workers run', 'job runs'])
    expect(complaints()).toEqual([])
  })

  test('does not compete before its caches have synced', async () => {
    const { steps, clock } = setUp({ elected: true })
    await clock.advance(60_000)
    expect(steps).not.toContain('competes')
  })

  test('stopped while it stands by, it ends without a complaint', async () => {
    const { steps, stop, code } = await elected()
    stop.abort()
    expect(await code).toBe(0)
    expect(steps).not.toContain('workers run')
  })

  test.each([
    { why: 'at work', stopped: false },
    { why: 'while the last work ends', stopped: true },
  ])('losing the Lease $why, it waits for nothing and ends with an error', async ({ stopped }) => {
    const { steps, clock, win, lose, stop, code } = await elected({ stubborn: true })
    win()
    await clock.advance(0)
    if (stopped) stop.abort()
    await clock.advance(0)
    lose()
    await expect(code).rejects.toThrow(LeaseLostError)
    expect(steps.at(-1)).toBe('endpoints stop')
  })
})

describe('work that takes time to end', () => {
  test.each([
    { why: 'is waited for', finishes: true, code: 0 },
    { why: 'is abandoned after 25 s, which the exit code tells', finishes: false, code: 1 },
  ])('$why', async ({ finishes, code: expected }) => {
    const { steps, clock, sync, finish, stop, code, complaints } = setUp({ stubborn: true })
    sync()
    await clock.advance(0)
    stop.abort()
    await clock.advance(24_999)
    expect(steps).not.toContain('closed')
    expect(complaints()).toEqual(['process: stopping'])
    if (finishes) finish()
    await clock.advance(1)
    expect(await code).toBe(expected)
    expect(steps.at(-1)).toBe('endpoints stop')
  })
})

test('a part that fails for good ends the process, cleaned up', async () => {
  const { steps, code } = setUp({ failing: true })
  await expect(code).rejects.toThrow('cache broke')
  expect(steps).toEqual(['endpoints start', 'cache runs', 'closed', 'endpoints stop'])
})
