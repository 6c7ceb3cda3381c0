import { expect, test } from 'vitest'
import { createFakeClock } from '../../test/memory/clock.ts'
import { createMemoryLog } from '../../test/memory/log.ts'
import { createMetrics } from './metrics.ts'
import { createOwnWrites } from './own-writes.ts'
import { isReached } from './versions.ts'

/** A cache that reaches the versions it is told. */
const cacheAt = (name: string, start: string | undefined) => {
  let reached = start
  const listeners: (() => void)[] = []
  return {
    name,
    reached: () => reached,
    onReached: (listener: () => void) => {
      listeners.push(listener)
    },
    reach: (version: string) => {
      reached = version
      for (const listener of listeners) listener()
    },
  }
}

const setUp = () => {
  const [clock, log, metrics] = [createFakeClock(), createMemoryLog(), createMetrics({ process: false })]
  const writes = createOwnWrites({ clock, log, metrics, boundMs: 30_000 })
  const [platforms, networks] = [cacheAt('platforms', '100'), cacheAt('networks', '100')]
  for (const cache of [platforms, networks]) writes.follow(cache)
  const ready: string[] = []
  const hold = (key: string) => writes.hold(key, () => ready.push(key))
  return { clock, log, metrics, writes, platforms, networks, hold, ready }
}

test('a key that has written nothing is not held', () => expect(setUp().hold('a')).toBe(false))

test('a key is held until every cache has seen its last write to it, and others are not', () => {
  const { writes, platforms, networks, hold, ready } = setUp()
  writes.wrote('a', 'platforms', '101')
  writes.wrote('a', 'platforms', '103')
  writes.wrote('a', 'networks', '102')
  expect(hold('a')).toBe(true)
  expect(hold('b')).toBe(false)
  platforms.reach('103')
  networks.reach('101')
  expect(ready).toEqual([])
  expect(hold('a')).toBe(true)
  networks.reach('140')
  expect(ready).toEqual(['a'])
  expect(hold('a')).toBe(false)
})

test('a write that the cache has seen already holds nothing', () => {
  const { writes, platforms, hold } = setUp()
  platforms.reach('101')
  writes.wrote('a', 'platforms', '101')
  expect(hold('a')).toBe(false)
})

test('what nobody follows is not waited for', () => {
  const { writes, hold } = setUp()
  writes.wrote('a', 'events', '500')
  expect(hold('a')).toBe(false)
})

test('a cache that never catches up holds a key for 30 s, which is told and counted', async () => {
  const { clock, log, metrics, writes, hold, ready } = setUp()
  writes.wrote('a', 'platforms', '101')
  hold('a')
  await clock.advance(29_999)
  expect(ready).toEqual([])
  await clock.advance(1)
  expect(ready).toEqual(['a'])
  expect(hold('a')).toBe(false)
  expect(log.lines.map(({ message }) => message)).toEqual(['own writes not seen in time, going on without'])
  const name = 'controller_runtime_client_consistency_wait_duration_seconds'
  expect(await metrics.text()).toContain(`${name}_sum{operation="reconcile",result="timeout"} 30`)
})

test('closed, it keeps no process alive and wakes nobody', async () => {
  const { clock, writes, platforms, hold, ready } = setUp()
  writes.wrote('a', 'platforms', '101')
  hold('a')
  writes.close()
  expect(clock.untilNext()).toBe(Number.POSITIVE_INFINITY)
  platforms.reach('101')
  expect(ready).toEqual([])
})

test.each([
  { reached: '9', version: '10', seen: false },
  { reached: '10', version: '9', seen: true },
  { reached: '10', version: '10', seen: true },
  { reached: '18446744073709551614', version: '18446744073709551615', seen: false },
  { reached: undefined, version: '1', seen: false },
  { reached: '5', version: 'not-a-number', seen: true },
  { reached: '5', version: '', seen: true },
])('a cache at $reached has seen $version: $seen', ({ reached, version, seen }) =>
  expect(isReached(reached, version)).toBe(seen),
)
