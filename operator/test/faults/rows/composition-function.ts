import { setTimeout as pause } from 'node:timers/promises'
import { serveFatally } from '../fatal-function.ts'
import { expectNoCrash, expectNothingLeft, expectWhole } from '../judgement.ts'
import { startOperator } from '../operator-process.ts'
import { development, platformOf } from '../platform.ts'
import type { Row } from '../row.ts'

const namespace = 'composed'
const slowMs = 12_000

/** The function fails in its three ways while one platform is made, and once more while it is deleted. */
export const compositionFunction: Row = {
  number: 8,
  name: 'function down, slow, answering fatal',
  done: `while a platform is made the function is first down, then answers nothing for ${slowMs / 1000} s (SIGSTOP), then answers fatal; while it is deleted it is down again`,
  expectation:
    'the conditions say so; nothing that stands is taken away; the platform becomes Ready by itself, and goes',
  run: async (world) => {
    const { stack, signal } = world
    await using operator = await startOperator(stack, { name: 'operator-function' }, signal)
    const tasks = platformOf(world, namespace)
    const managed = (count: number) =>
      tasks.wait(`${count} managed resources`, async () => (await tasks.managed()).length >= count)

    await stack.halt('function')
    await tasks.apply(development)
    await tasks.mentions(/Unavailable|connection refused|cannot (compose|run)/i)
    stack.resume('function')
    await managed(10)

    const pid = stack.pidOf('function') ?? 0
    process.kill(pid, 'SIGSTOP')
    await pause(slowMs, undefined, { signal })
    process.kill(pid, 'SIGCONT')
    await managed(30)

    await stack.halt('function')
    const before = (await tasks.managed()).length
    const fatal = await serveFatally(stack, 'told to fail')
    await tasks.mentions(/told to fail/).finally(fatal.stop)
    const taken = before - (await tasks.managed()).length
    stack.resume('function')
    await tasks.ready()
    const whole = await expectWhole(world, namespace)

    await stack.halt('function')
    await tasks.remove()
    await pause(5_000, undefined, { signal })
    stack.resume('function')
    await tasks.gone()
    await expectNothingLeft(world, namespace)
    expectNoCrash(operator)
    return { 'taken away': Math.max(taken, 0), ...whole }
  },
}
