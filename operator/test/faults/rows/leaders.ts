import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import { expectWhole } from '../judgement.ts'
import { competing, holder, leaseMs, nextHolder, writesSince } from '../leader.ts'
import { type OperatorUnderTest, startOperator } from '../operator-process.ts'
import { development, keepingBackups, standing } from '../platform.ts'
import type { Row, World } from '../row.ts'

const hourMs = 3_600_000

/** Two operators, of which one may write. */
export const leaders: readonly Row[] = [
  {
    number: 6,
    name: 'a Lease that expires in mid-write',
    done: 'of two operators the leader is stopped (SIGSTOP) between a write and its answer, until the other leads; then it goes on (SIGCONT)',
    expectation:
      'no write of the old leader lands any more, its process ends by itself, and the other finishes the work',
    run: async (world) => {
      await using first = await startOperator(world.stack, { name: 'leader-first', flags: competing }, world.signal)
      const tasks = await standing(world)
      const old = await holder(world)
      await using second = await startSecond(world)

      const led = Promise.withResolvers<string>()
      let stoppedAt = 0
      first.proxy.behave({
        carriedOut: async ({ resource }) => {
          if (resource !== 'platformdatabases' || stoppedAt > 0) return 'deliver'
          stoppedAt = Date.now()
          first.freeze()
          await nextHolder(world, old).then(led.resolve, led.reject)
          first.thaw()
          return 'deliver'
        },
      })
      await tasks.apply(keepingBackups(12))
      await led.promise
      const ledAt = Date.now()
      await tasks.keepsBackups(12)
      await tasks.ready()
      await tasks.apply(development)
      await tasks.ready()
      expect(writesSince(first, ledAt)).toEqual([])
      expect(writesSince(second, ledAt).length).toBeGreaterThan(0)
      expect(first.crashes).toHaveLength(1)
      expect(first.crashes[0]).not.toBe(0)
      return {
        's to fail over': Math.round((ledAt - stoppedAt) / 100) / 10,
        'writes of the old leader': 0,
        ...(await expectWhole(world, 'steady')),
      }
    },
  },
  {
    number: 7,
    name: 'electors whose clocks differ by two hours',
    done: 'one elector is an hour ahead, the other an hour behind; each leads once, and the leader is killed',
    expectation: 'nobody takes a Lease that is being renewed, and a dead leader is followed within 20 s',
    run: async (world) => {
      const ahead = { name: 'elector-ahead', flags: competing, nodeFlags: shifted(hourMs) }
      await using first = await startOperator(world.stack, ahead, world.signal)
      const tasks = await standing(world)
      await using second = await startSecond(world, shifted(-hourMs))
      const failovers: number[] = []
      for (const leader of [first, second]) {
        const leading = await holder(world)
        await pause(2 * leaseMs, undefined, { signal: world.signal })
        expect(await holder(world)).toBe(leading)
        const since = performance.now()
        await leader.kill()
        await nextHolder(world, leading)
        failovers.push(performance.now() - since)
      }
      expect(Math.max(...failovers)).toBeLessThan(20_000)
      await tasks.apply(keepingBackups(13))
      await tasks.keepsBackups(13)
      await tasks.apply(development)
      await tasks.ready()
      return {
        's to fail over at most': Math.round(Math.max(...failovers) / 100) / 10,
        crashes: crashesOf(first, second),
      }
    },
  },
]

/** Node.js flags that put the clock of an operator off. */
export const shifted = (ms: number): readonly string[] => [
  '--import',
  `${new URL('../shifted-clock.ts', import.meta.url).href}?ms=${ms}`,
]

const startSecond = ({ stack, signal }: World, nodeFlags: readonly string[] = []): Promise<OperatorUnderTest> =>
  startOperator(stack, { name: 'leader-second', port: stack.ports.operator + 1, flags: competing, nodeFlags }, signal)

const crashesOf = (...operators: readonly OperatorUnderTest[]): number => {
  const crashes = operators.flatMap(({ crashes }) => crashes)
  expect(crashes).toEqual([])
  return crashes.length
}
