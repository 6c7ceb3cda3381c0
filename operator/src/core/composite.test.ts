import { expect, test } from 'vitest'
import { available, composite, condition, creating, failed } from '../../test/builders/composite.ts'
import { stateOf } from './composite.ts'

const network = (changes: Parameters<typeof composite>[1]) => composite('PlatformNetwork', changes)

test.each([
  { why: 'all resources are there', given: network({ resources: available }), state: { state: 'Available' } },
  {
    why: 'Crossplane has not looked at it yet',
    given: network({}),
    state: { state: 'Creating', message: 'PlatformNetwork tasks-network is being composed' },
  },
  {
    why: 'a resource is on its way, so its name is told',
    given: network({ resources: creating }),
    state: { state: 'Creating', message: 'NATGateway tasks-network-nat is being created' },
  },
  {
    why: 'AWS refused a resource, so what it said is told',
    given: network({ resources: failed }),
    state: { state: 'Failed', message: 'EIP tasks-network-nat-a: AddressLimitExceeded' },
  },
  {
    why: 'composing itself fails, whatever an earlier round found',
    given: network({
      resources: available,
      conditions: [condition('Synced', 'False', 'ReconcileError', 'cannot compose resources: bad cidr')],
    }),
    state: { state: 'Failed', message: 'PlatformNetwork tasks-network: cannot compose resources: bad cidr' },
  },
  {
    why: 'a round that began before the last edit ended after it, and Crossplane stamped its Ready with the new generation',
    given: network({
      resources: available,
      conditions: [condition('Ready', 'True', 'Available', '', { observedGeneration: 2 })],
      metadata: { generation: 2 },
    }),
    state: { state: 'Creating', message: 'PlatformNetwork tasks-network is being composed' },
  },
  {
    why: 'its status lacks the verdict, so nobody has said that it is ready',
    given: network({ status: { observedGeneration: 1, resources: {} } }),
    state: { state: 'Creating', message: 'the composition has not said how its resources stand' },
  },
  {
    why: 'Crossplane writes a condition of an earlier round back for a moment',
    given: network({ resources: available, conditions: [condition('ResourcesReady', 'False', 'Creating')] }),
    state: { state: 'Available' },
  },
  {
    why: 'it is going away, whatever its status still says',
    given: network({ resources: available, metadata: { deletionTimestamp: '2026-11-24T10:00:00Z' } }),
    state: { state: 'Deleting', message: 'PlatformNetwork tasks-network is being deleted' },
  },
])('a composite is judged when $why', ({ given, state }) => expect(stateOf(given)).toEqual(state))
