import { expect } from 'vitest'
import { setFaults } from '../../lifecycle/aws.ts'
import { expectNoCrash, expectNothingLeft, expectWhole } from '../judgement.ts'
import { startOperator } from '../operator-process.ts'
import { development, platformOf } from '../platform.ts'
import type { Row } from '../row.ts'

const namespace = 'refused'
const objects = `${namespace}/*`
const throttled = { type: 'throttle', object: objects, times: 40 }

/** AWS says no, in its ways, and then yes. */
export const aws: readonly Row[] = [
  {
    number: 9,
    name: 'AWS throttles, and a quota is used up',
    done: `forty calls of a creation and forty of a deletion are throttled; no Elastic IP is to be had until the platform has said so`,
    expectation:
      'the quota stands in a condition in the words of AWS; with the quota the platform becomes Ready; it goes through the throttling',
    run: async (world) => {
      await using operator = await startOperator(world.stack, { name: 'operator-aws' }, world.signal)
      const tasks = platformOf(world, namespace)
      await setFaults(world.stack, [throttled, { type: 'quotas', quotas: { elasticIpsPerRegion: 0 } }])
      await tasks.apply({ ...development, region: 'sa-east-1' })
      await tasks.mentions(/AddressLimitExceeded/)
      await setFaults(world.stack, [throttled])
      await tasks.ready()
      const whole = await expectWhole(world, namespace)
      await setFaults(world.stack, [{ ...throttled, verb: 'delete' }])
      await tasks.remove()
      await tasks.gone()
      await setFaults(world.stack, [])
      await expectNothingLeft(world, namespace)
      expectNoCrash(operator)
      return whole
    },
  },
  {
    number: 9,
    name: 'a creation that never ends',
    done: 'a NAT gateway stays pending for ever; the platform is deleted as it is',
    expectation: 'the platform names what it waits for and is not Ready; the deletion needs nobody',
    run: async (world) => {
      await using operator = await startOperator(world.stack, { name: 'operator-aws' }, world.signal)
      const tasks = platformOf(world, namespace)
      await setFaults(world.stack, [{ type: 'stuck', kind: 'NATGateway', object: objects }])
      await tasks.apply(development)
      await tasks.says('NetworkReady', /NATGateway tasks-network-nat-gateway/)
      const ready = (await tasks.get())?.status?.conditions?.find(({ type }) => type === 'Ready')
      expect(ready?.status).not.toBe('True')
      const whole = await expectWhole(world, namespace)
      await tasks.remove()
      await tasks.gone()
      await setFaults(world.stack, [])
      await expectNothingLeft(world, namespace)
      expectNoCrash(operator)
      return whole
    },
  },
]
