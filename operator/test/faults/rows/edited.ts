import { expect } from 'vitest'
import { expectNoCrash, expectNothingLeft, expectWhole } from '../judgement.ts'
import { startOperator } from '../operator-process.ts'
import { development, platformOf, upgraded } from '../platform.ts'
import type { Row } from '../row.ts'
import { upgradeIs, versionsOf } from '../upgrade.ts'

const namespace = 'edited'

/** Edits at the worst of times. */
export const edited: readonly Row[] = [
  {
    number: 11,
    name: 'spec edited during deletion',
    done: 'a platform is edited over and over (a layer, zones, suspend and back) while it is deleted',
    expectation: 'it is held while it is suspended, goes when it is not, and nothing is made again',
    run: async (world) => {
      await using operator = await startOperator(world.stack, { name: 'operator-edited' }, world.signal)
      const tasks = platformOf(world, namespace)
      await tasks.apply(development)
      await tasks.ready()
      const whole = await expectWhole(world, namespace)
      await tasks.remove()
      const fewerThan = (count: number) =>
        tasks.wait(`fewer than ${count} managed resources`, async () => (await tasks.managed()).length < count)
      const all = (await tasks.managed()).length
      let edits = 0
      const edit = async (spec: object) => {
        if (await tasks.edit(spec)) edits += 1
      }
      await fewerThan(all - 5)
      await edit({ database: { backupRetentionDays: 15 } })
      await fewerThan(all - 20)
      await edit({ network: { availabilityZones: 3 } })
      await fewerThan(all - 40)
      await edit({ suspend: true })
      await tasks.says('Paused', /suspend is false/)
      await edit({ suspend: false })
      await tasks.gone()
      await expectNothingLeft(world, namespace)
      expectNoCrash(operator)
      return { edits, ...whole }
    },
  },
  {
    number: 11,
    name: 'spec edited during an upgrade',
    done: 'while Kubernetes is upgraded the spec is edited: another layer, suspend, and back',
    expectation: 'the edit arrives, the upgrade is held while suspended and is done afterwards, nothing is replaced',
    run: async (world) => {
      await using operator = await startOperator(world.stack, { name: 'operator-edited' }, world.signal)
      const tasks = platformOf(world, namespace)
      await tasks.apply(development)
      await tasks.ready()
      await tasks.edit(upgraded)
      await tasks.wait('an upgrade in the status', async () => (await tasks.get())?.status?.upgrades?.length)
      await tasks.edit({ database: { backupRetentionDays: 16 } })
      await tasks.keepsBackups(16)
      await tasks.edit({ suspend: true })
      await tasks.says('Paused', /suspend is false/)
      await tasks.edit({ suspend: false })
      await upgradeIs(tasks, 'Done', '1.36')
      await tasks.ready()
      expect(new Set(await versionsOf(tasks))).toEqual(new Set(['1.36']))
      const whole = await expectWhole(world, namespace)
      await tasks.remove()
      await tasks.gone()
      await expectNothingLeft(world, namespace)
      expectNoCrash(operator)
      return { edits: 4, ...whole }
    },
  },
]
