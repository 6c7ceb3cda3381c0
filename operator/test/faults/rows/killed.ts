import { expect } from 'vitest'
import { endState } from '../end-state.ts'
import { expectNoCrash, expectNothingLeft, expectWhole } from '../judgement.ts'
import { killAfterEachWrite } from '../kills.ts'
import { startOperator } from '../operator-process.ts'
import { development, keepingBackups, platformOf, standing, upgraded } from '../platform.ts'
import type { Row } from '../row.ts'
import { upgradeIs, versionsOf } from '../upgrade.ts'

// as long as `steady`: names in AWS are cut to a length
const namespace = 'killed'
const name = 'operator-killed'

/** SIGKILL after each single write of a creation, a change and a deletion of one platform. */
export const killed: readonly Row[] = [
  {
    number: 1,
    name: 'killed after each write of a creation',
    done: 'SIGKILL right after each write that was carried out, by turns before and after its answer is delivered; started again each time',
    expectation: 'the same end state as undisturbed; AWS made nothing twice, and nothing that we do not know',
    run: async (world) => {
      await using operator = await startOperator(world.stack, { name }, world.signal)
      await standing(world)
      const tasks = platformOf(world, namespace)
      const kills = killAfterEachWrite(operator)
      await tasks.apply(development)
      await tasks.ready()
      await kills.stop()
      expect(await endState(world, namespace)).toEqual(await endState(world, 'steady'))
      expectNoCrash(operator)
      return { kills: kills.count(), ...(await expectWhole(world, namespace)) }
    },
  },
  {
    number: 1,
    name: 'killed after each write of a change',
    done: 'the same while a field of the spec is changed that concerns one layer, and back',
    expectation: 'the change arrives; the end state is the one of before',
    run: async (world) => {
      await using operator = await startOperator(world.stack, { name }, world.signal)
      const tasks = platformOf(world, namespace)
      const before = await endState(world, namespace)
      const kills = killAfterEachWrite(operator)
      await tasks.apply(keepingBackups(7))
      await tasks.keepsBackups(7)
      await tasks.ready()
      await tasks.apply(development)
      await tasks.ready()
      await kills.stop()
      expect(await endState(world, namespace)).toEqual(before)
      expectNoCrash(operator)
      return { kills: kills.count(), ...(await expectWhole(world, namespace)) }
    },
  },
  {
    number: 1,
    name: 'killed after each write of an upgrade',
    done: 'the same while Kubernetes is upgraded by one minor version',
    expectation:
      'control plane and nodes have the version; the upgrade is told as done; AWS replaced and made nothing anew',
    run: async (world) => {
      await using operator = await startOperator(world.stack, { name }, world.signal)
      const tasks = platformOf(world, namespace)
      const kills = killAfterEachWrite(operator)
      await tasks.edit(upgraded)
      await upgradeIs(tasks, 'Done', '1.36')
      await tasks.ready()
      await kills.stop()
      expect(new Set(await versionsOf(tasks))).toEqual(new Set(['1.36']))
      expectNoCrash(operator)
      return { kills: kills.count(), ...(await expectWhole(world, namespace)) }
    },
  },
  {
    number: 1,
    name: 'killed after each write of a deletion',
    done: 'the same while the platform is deleted',
    expectation: 'it is gone, and nothing of it is left in the management cluster or in AWS',
    run: async (world) => {
      await using operator = await startOperator(world.stack, { name }, world.signal)
      const tasks = platformOf(world, namespace)
      const kills = killAfterEachWrite(operator)
      await tasks.remove()
      await tasks.gone()
      await kills.stop()
      expectNoCrash(operator)
      return { kills: kills.count(), ...(await expectNothingLeft(world, namespace)) }
    },
  },
]
