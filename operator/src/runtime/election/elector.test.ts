import { describe, expect, test } from 'vitest'
import { createFakeClock, type FakeClock } from '../../../test/memory/clock.ts'
import { type Befall, createMemoryLease } from '../../../test/memory/lease.ts'
import { createMemoryLog } from '../../../test/memory/log.ts'
import { LeaseLostError, NotLeadingError } from '../../errors.ts'
import type { Clock } from '../../ports/clock.ts'
import { createMetrics } from '../metrics.ts'
import { createElector } from './elector.ts'

const times = { leaseMs: 15_000, renewMs: 10_000, retryMs: 2_000 }

/** One candidate: begins to compete at once, and holds what it gets. */
const candidate = (
  identity: string,
  clock: Clock,
  lease: ReturnType<typeof createMemoryLease>,
  how: Readonly<{ befall?: Befall; isHeard?: boolean }> = {},
) => {
  const metrics = createMetrics({ process: false })
  const stop = new AbortController()
  const elector = createElector({
    lease: lease.seenBy(how),
    identity,
    ...times,
    clock,
    log: createMemoryLog(),
    metrics,
    random: () => 0.5,
  })
  const leading = elector.acquire(stop.signal)
  leading.catch(() => {})
  const held = leading.then(() => elector.hold())
  held.catch(() => {})
  return { elector, leading, held, stop, metrics }
}

/** Moves on in steps and gives the time until `condition`. */
const elapsedUntil = async (clock: FakeClock, condition: () => boolean): Promise<number> => {
  const begunAt = clock.monotonic()
  while (!condition()) {
    if (clock.monotonic() - begunAt > 60_000) throw new Error('it did not come to pass within a minute')
    await clock.advance(100)
  }
  return clock.monotonic() - begunAt
}

const severed: Befall = () => Promise.reject(new Error('no network'))
const hanging: Befall = (_, signal) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))

describe('who leads', () => {
  test('the first takes the Lease, and keeps it by renewing', async () => {
    const [clock, lease] = [createFakeClock(), createMemoryLease()]
    const { elector } = candidate('a', clock, lease)
    expect(elector.fence.check).toThrow(NotLeadingError)
    await clock.advance(0)
    elector.fence.check()
    expect(lease.record()).toEqual({
      holder: 'a',
      durationSeconds: 15,
      acquireTime: '2026-01-01T00:00:00.000000Z',
      renewTime: '2026-01-01T00:00:00.000000Z',
      transitions: 0,
    })
    await clock.advance(60_000)
    elector.fence.check()
    expect(lease.record()).toMatchObject({
      acquireTime: '2026-01-01T00:00:00.000000Z',
      renewTime: '2026-01-01T00:01:00.000000Z',
    })
  })

  test('a second stands by for as long as the first renews', async () => {
    const [clock, lease] = [createFakeClock(), createMemoryLease()]
    const a = candidate('a', clock, lease)
    await clock.advance(0)
    const b = candidate('b', clock, lease)
    await clock.advance(120_000)
    expect([a.elector.isLeading(), b.elector.isLeading()]).toEqual([true, false])
    expect(b.elector.fence.check).toThrow('Not the leader: "test" is held by another process')
    expect(await b.metrics.text()).toContain('leader_election_master_status{name="test"} 0')
    expect(await a.metrics.text()).toContain('leader_election_master_status{name="test"} 1')
  })

  test.each([
    { why: 'told by the watch, at once', isHeard: true, withinMs: 100 },
    { why: 'without a watch, at the next try', isHeard: false, withinMs: 4_400 },
  ])('a Lease given back is taken $why', async ({ isHeard, withinMs }) => {
    const [clock, lease] = [createFakeClock(), createMemoryLease()]
    const a = candidate('a', clock, lease)
    await clock.advance(0)
    const b = candidate('b', clock, lease, { isHeard })
    await clock.advance(7_000)
    await a.elector.release()
    await expect(a.held).resolves.toBeUndefined()
    expect(a.elector.fence.check).toThrow('given back')
    expect(await elapsedUntil(clock, b.elector.isLeading)).toBeLessThanOrEqual(withinMs)
    expect(lease.record()).toMatchObject({ holder: 'b', transitions: 1 })
  })

  test.each([
    { why: 'its own clock is hours ahead', skewMs: 7_200_000 },
    { why: 'its own clock is hours behind', skewMs: -7_200_000 },
    { why: 'both clocks agree', skewMs: 0 },
  ])('the Lease of a dead process is taken 15 s after its last renewal was seen, though $why', async ({ skewMs }) => {
    const [clock, lease] = [createFakeClock(), createMemoryLease()]
    let dead = false
    const a = candidate('a', clock, lease, { befall: (...call) => (dead ? hanging(...call) : Promise.resolve()) })
    await clock.advance(0)
    const b = candidate('b', { ...clock, now: () => clock.now() + skewMs }, lease)
    await clock.advance(20_000)
    expect(b.elector.isLeading()).toBe(false)
    dead = true
    const elapsed = await elapsedUntil(clock, b.elector.isLeading)
    expect(elapsed).toBeGreaterThan(12_900)
    expect(elapsed).toBeLessThan(15_500)
    expect(a.elector.isLeading()).toBe(false)
  })

  test('a clock that is set while we lead changes nothing', async () => {
    const [clock, lease] = [createFakeClock(), createMemoryLease()]
    const a = candidate('a', clock, lease)
    await clock.advance(0)
    for (const jump of [3_600_000, -7_200_000]) {
      clock.set(jump)
      await clock.advance(30_000)
      a.elector.fence.check()
    }
  })
})

describe('a Lease that is lost', () => {
  test.each([
    { why: 'no renewal gets through', befall: severed },
    { why: 'renewals hang', befall: hanging },
  ])('$why: nothing leaves 10 s after the last renewal, well before another may lead', async ({ befall }) => {
    const [clock, lease] = [createFakeClock(), createMemoryLease()]
    let cut = false
    const a = candidate('a', clock, lease, { befall: (...call) => (cut ? befall(...call) : Promise.resolve()) })
    await clock.advance(0)
    const b = candidate('b', clock, lease)
    await clock.advance(20_000)
    cut = true
    await clock.advance(9_900)
    a.elector.fence.check()
    await clock.advance(100)
    expect(a.elector.fence.check).toThrow(LeaseLostError)
    expect(a.elector.fence.signal.aborted).toBe(true)
    await expect(a.held).rejects.toThrow(LeaseLostError)
    expect(b.elector.isLeading()).toBe(false)
  })

  test('a short cut is survived', async () => {
    const [clock, lease] = [createFakeClock(), createMemoryLease()]
    let cut = false
    const a = candidate('a', clock, lease, { befall: (...call) => (cut ? severed(...call) : Promise.resolve()) })
    await clock.advance(0)
    cut = true
    await clock.advance(7_500)
    cut = false
    await clock.advance(60_000)
    a.elector.fence.check()
  })

  test('taken by another: nothing leaves from the moment that it is seen', async () => {
    const [clock, lease] = [createFakeClock(), createMemoryLease()]
    const a = candidate('a', clock, lease)
    await clock.advance(0)
    lease.store({ holder: 'b', durationSeconds: 15, acquireTime: undefined, renewTime: undefined, transitions: 1 })
    await clock.advance(2_000)
    expect(a.elector.fence.check).toThrow('taken by b')
    await expect(a.held).rejects.toThrow(LeaseLostError)
    expect(lease.record()?.holder).toBe('b')
  })

  test('a process that was stopped for a minute lets nothing out when it goes on, before any timer', async () => {
    const [clock, lease] = [createFakeClock(), createMemoryLease()]
    let offset = 0
    const a = candidate('a', { ...clock, monotonic: () => clock.monotonic() + offset }, lease)
    await clock.advance(0)
    offset = 60_000
    expect(a.elector.fence.check).toThrow(LeaseLostError)
    expect(a.elector.fence.signal.aborted).toBe(true)
  })

  test('what is written by others in between, a label say, costs a second look only', async () => {
    const [clock, lease] = [createFakeClock(), createMemoryLease()]
    const a = candidate('a', clock, lease)
    await clock.advance(0)
    const record = lease.record()
    if (record) lease.store(record)
    await clock.advance(2_000)
    a.elector.fence.check()
    expect(await a.metrics.text()).toContain('leader_election_slowpath_total{name="test"} 1')
  })
})

describe('the end', () => {
  test('who stands by can be stopped', async () => {
    const [clock, lease] = [createFakeClock(), createMemoryLease()]
    candidate('a', clock, lease)
    await clock.advance(0)
    const b = candidate('b', clock, lease)
    await clock.advance(0)
    b.stop.abort(new Error('SIGTERM'))
    await expect(b.leading).rejects.toThrow('SIGTERM')
    await b.elector.release()
    expect(lease.record()?.holder).toBe('a')
  })

  test('a Lease that was taken by an attempt cut short is given back too', async () => {
    const [clock, lease] = [createFakeClock(), createMemoryLease()]
    let cut = true
    const a = candidate('a', clock, lease, { befall: (...call) => (cut ? hanging(...call) : Promise.resolve()) })
    await clock.advance(0)
    lease.store({ holder: 'a', durationSeconds: 15, acquireTime: undefined, renewTime: undefined, transitions: 0 })
    a.stop.abort(new Error('SIGTERM'))
    await expect(a.leading).rejects.toThrow('SIGTERM')
    cut = false
    await a.elector.release()
    expect(lease.record()?.holder).toBe('')
  })

  test('a Lease that cannot be given back does not hold up the end', async () => {
    const [clock, lease] = [createFakeClock(), createMemoryLease()]
    let cut = false
    const a = candidate('a', clock, lease, { befall: (...call) => (cut ? severed(...call) : Promise.resolve()) })
    await clock.advance(0)
    cut = true
    await a.elector.release()
    await expect(a.held).resolves.toBeUndefined()
    expect(lease.record()?.holder).toBe('a')
  })
})

test('of three that come, die and are cut off at random, never two let writes out at the same time', async () => {
  for (let seed = 1; seed <= 40; seed++) {
    const random = randomFrom(seed)
    const [clock, lease] = [createFakeClock(), createMemoryLease()]
    const befall: Befall = async (call, signal) => {
      if (random() < 0.3) await severed(call, signal)
      if (random() < 0.1) await hanging(call, signal)
    }
    const skewed = () => {
      const skew = (random() - 0.5) * 86_400_000
      return { ...clock, now: () => clock.now() + skew }
    }
    const all = ['a', 'b', 'c'].map((name) => candidate(name, skewed(), lease, { befall, isHeard: random() < 0.5 }))
    for (let step = 0; step < 60; step++) {
      await clock.advance(random() * 3_000)
      const leaders = all.filter(({ elector }) => elector.isLeading())
      expect(leaders.length, `seed ${seed}, step ${step}`).toBeLessThan(2)
      if (random() < 0.03) await leaders[0]?.elector.release()
    }
  }
})

/** A small generator of numbers between 0 and 1 (mulberry32). */
const randomFrom = (seed: number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
