import { expectNoCrash, expectNothingLeft, expectWhole } from '../judgement.ts'
import { killAtRandom, randomFrom } from '../kills.ts'
import { startOperator } from '../operator-process.ts'
import { development, platformOf } from '../platform.ts'
import type { Row } from '../row.ts'

const seed = 20_261_124
const rounds = 2
const namespaces = ['random-a', 'random-b', 'random-c', 'random-d', 'random-e'] as const

/** Twenty runs, five at a time because they wait for the same kills: ten creations and ten deletions. */
export const killedAtRandom: Row = {
  number: 1,
  name: 'killed at random',
  done: `twenty runs (ten creations, ten deletions), five beside each other, with SIGKILL at random moments (seed ${seed})`,
  expectation: 'every platform becomes Ready, and every one goes; nothing is made twice, nothing is left',
  run: async (world) => {
    await using operator = await startOperator(world.stack, { name: 'operator-random' }, world.signal)
    const random = randomFrom(seed)
    const platforms = namespaces.map((namespace) => platformOf(world, namespace))
    let kills = 0
    const killedWhile = async (work: () => Promise<unknown>) => {
      const killing = killAtRandom(operator, { longestMs: 10_000, random })
      await work()
      await killing.stop()
      kills += killing.count()
    }
    for (let round = 0; round < rounds; round++) {
      await killedWhile(async () => {
        for (const platform of platforms) await platform.apply(development)
        await Promise.all(platforms.map((platform) => platform.ready()))
      })
      for (const namespace of namespaces) await expectWhole(world, namespace)
      await killedWhile(async () => {
        for (const platform of platforms) await platform.remove()
        await Promise.all(platforms.map((platform) => platform.gone()))
      })
      for (const namespace of namespaces) await expectNothingLeft(world, namespace)
    }
    expectNoCrash(operator)
    return { runs: 2 * rounds * platforms.length, kills, duplicates: 0, orphans: 0 }
  },
}
