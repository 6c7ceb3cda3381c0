import { setTimeout as pause } from 'node:timers/promises'
import { until } from '@taskplatform/bootstrap/local/until'
import { expect } from 'vitest'
import { registry } from '../../../src/core/layers/registry.ts'
import { connect } from '../../../src/kube/connect.ts'
import { realClock } from '../../../src/runtime/clock.ts'
import { compact } from '../etcd.ts'
import { expectNoCrash, expectWhole } from '../judgement.ts'
import { type OperatorUnderTest, startOperator } from '../operator-process.ts'
import { development, keepingBackups, platformOf, standing } from '../platform.ts'
import { tooManyRequests } from '../proxy/behaviour.ts'
import type { Row, World } from '../row.ts'

const namespace = 'steady'
const storm = { seconds: 20, retryAfterSeconds: 2 }

/** What the API server, and the way to it, can do to us while a platform stands. */
export const apiServer: readonly Row[] = [
  {
    number: 2,
    name: 'API server away for 30 s, watch cache compacted',
    done: 'kube-apiserver is down for 30 s; before we may connect again, the spec is edited, a composite is deleted and etcd compacted, so that our place in the past is gone',
    expectation: 'the process lives on, lists anew (410) and carries the edit out; the composite is made again',
    run: async (world) => {
      await using operator = await startOperator(world.stack, { name: 'operator-away' }, world.signal)
      const tasks = await standing(world)
      await world.stack.halt('kube-apiserver')
      await pause(30_000, undefined, { signal: world.signal })
      await operator.proxy.goAway()
      world.stack.resume('kube-apiserver')
      await world.stack.ready('kube-apiserver')
      await untilServed(world)
      await removeRegistry(world)
      await tasks.apply(keepingBackups(8))
      await compact(world.stack)
      await operator.proxy.comeBack()
      const recoveryMs = await tasks.keepsBackups(8)
      expect(await relistsBecause(operator, 'expired')).toBeGreaterThan(0)
      await tasks.apply(development)
      await tasks.ready()
      expectNoCrash(operator)
      return { 'ms to recover': recoveryMs, 'process starts': operator.starts(), crashes: 0 }
    },
  },
  {
    number: 3,
    name: 'connections half open',
    done: 'nothing passes through the open connections any more, and neither end is told; new ones work. The spec is edited at once',
    expectation: 'silence is noticed within 70 s, and the edit carried out within 90 s, by the same process',
    run: async (world) => {
      await using operator = await startOperator(world.stack, { name: 'operator-half-open' }, world.signal)
      const tasks = await standing(world)
      operator.proxy.connections.deaden()
      await tasks.apply(keepingBackups(9))
      const recoveryMs = await tasks.keepsBackups(9)
      expect(recoveryMs).toBeLessThan(90_000)
      await tasks.apply(development)
      await tasks.ready()
      expect(operator.starts()).toBe(1)
      return { 's to recover': Math.round(recoveryMs / 1000), crashes: 0 }
    },
  },
  {
    number: 4,
    name: 'a storm of 429',
    done: `for ${storm.seconds} s every request is answered 429 with Retry-After: ${storm.retryAfterSeconds}, and all watches are cut at its beginning. The spec is edited meanwhile`,
    expectation: 'nobody asks for the same thing again before that time, and the edit is carried out after it',
    run: async (world) => {
      await using operator = await startOperator(world.stack, { name: 'operator-storm' }, world.signal)
      const tasks = await standing(world)
      const before = operator.proxy.seen.length
      operator.proxy.behave({ instead: () => tooManyRequests(storm.retryAfterSeconds) })
      operator.proxy.connections.cut()
      await tasks.apply(keepingBackups(10))
      await pause(storm.seconds * 1000, undefined, { signal: world.signal })
      operator.proxy.behave({})
      const requests = operator.proxy.seen.slice(before)
      const recoveryMs = await tasks.keepsBackups(10)
      const watches = requests.filter(({ isWatch }) => isWatch)
      expect(watches.length).toBeGreaterThan(0)
      expect(shortestGapMs(watches)).toBeGreaterThanOrEqual(storm.retryAfterSeconds * 1000 - 50)
      await tasks.apply(development)
      await tasks.ready()
      expect(operator.starts()).toBe(1)
      return { 'requests in the storm': requests.length, 'ms to recover': recoveryMs, crashes: 0 }
    },
  },
  {
    number: 5,
    name: 'stale reads',
    done: 'every event of every watch comes 3 s late, while a platform is made, edited, deleted and at once made again under its name',
    expectation: 'nothing is made twice or missed, and each platform ends as it should',
    run: stale,
  },
]

async function stale(world: World) {
  await using operator = await startOperator(world.stack, { name: 'operator-stale' }, world.signal)
  operator.proxy.behave({ lagMs: () => 3_000 })
  const tasks = platformOf(world, 'stale')
  await tasks.apply(development)
  await tasks.ready()
  await tasks.apply(keepingBackups(11))
  await tasks.keepsBackups(11)
  const whole = await expectWhole(world, 'stale')
  await tasks.remove()
  await tasks.gone()
  await tasks.apply(development)
  await tasks.wait('the registry to be made again', async () => (await tasks.managed('Repository')).length > 0)
  await tasks.remove()
  await tasks.gone()
  expectNoCrash(operator)
  return whole
}

// what the API server answers when it says that it is ready is not yet everything
const untilServed = (world: World) =>
  until(
    () =>
      world.client
        .list(registry.resource, { namespace }, { signal: world.signal })
        .then(() => true)
        .catch(() => false),
    { what: 'the API server to serve composites', deadlineMs: 60_000, signal: world.signal },
  )

// as the operator itself: nobody else may delete a layer
async function removeRegistry({ stack, signal }: World): Promise<void> {
  const kubeconfigPath = stack.kubeconfigOf('taskplatform-operator')
  const { client, close } = connect({ kubeconfigPath }, { clock: realClock, userAgent: 'faults-test' })
  const key = { namespace, name: 'tasks-registry' }
  const isGone = async () => (await client.get(registry.resource, key, { signal })) === undefined
  try {
    await client.remove(registry.resource, key, { propagation: 'Foreground', signal })
    await until(isGone, { what: 'the registry to be gone', deadlineMs: 120_000, signal })
  } finally {
    await close()
  }
}

async function relistsBecause(operator: OperatorUnderTest, reason: string): Promise<number> {
  const lines = (await operator.metrics()).split('\n')
  const counts = lines.filter((line) => line.startsWith('reflector_relists_total') && line.includes(`"${reason}"`))
  return counts.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0)
}

const shortestGapMs = (requests: readonly { what: string; at: number }[]): number => {
  const last = new Map<string, number>()
  let shortest = Number.POSITIVE_INFINITY
  for (const { what, at } of requests) {
    shortest = Math.min(shortest, at - (last.get(what) ?? Number.NEGATIVE_INFINITY))
    last.set(what, at)
  }
  return shortest
}
