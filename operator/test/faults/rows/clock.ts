import { expect } from 'vitest'
import { expectNoCrash, expectNothingLeft, expectWhole } from '../judgement.ts'
import { startOperator } from '../operator-process.ts'
import { development, keepingBackups, platformOf } from '../platform.ts'
import type { Row } from '../row.ts'
import { shifted } from './leaders.ts'

const hourMs = 3_600_000
const namespace = 'skewed'

/** An operator whose wall clock is wrong, the one hour and the other, while the API server's is right. */
export const clock: Row = {
  number: 7,
  name: 'clock an hour off',
  done: 'a platform is made and edited by an operator whose clock is an hour ahead, and deleted by one whose clock is an hour behind',
  expectation: 'it becomes Ready and goes as ever, in no more than twice the usual writes',
  run: async (world) => {
    const tasks = platformOf(world, namespace)
    const made = await (async () => {
      const options = { name: 'operator-ahead', nodeFlags: shifted(hourMs) }
      await using operator = await startOperator(world.stack, options, world.signal)
      await tasks.apply(development)
      await tasks.ready()
      await tasks.apply(keepingBackups(14))
      await tasks.keepsBackups(14)
      await tasks.ready()
      expectNoCrash(operator)
      return { writes: operator.proxy.writes.length, whole: await expectWhole(world, namespace) }
    })()
    const options = { name: 'operator-behind', nodeFlags: shifted(-hourMs) }
    await using operator = await startOperator(world.stack, options, world.signal)
    await tasks.remove()
    await tasks.gone()
    expectNoCrash(operator)
    await expectNothingLeft(world, namespace)
    const writes = made.writes + operator.proxy.writes.length
    expect(writes).toBeLessThan(2 * usualWrites)
    return { writes, ...made.whole }
  },
}

/** Of one creation, one edit and one deletion, counted with a right clock. */
const usualWrites = 150
