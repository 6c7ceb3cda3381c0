import { expect, test } from 'vitest'
import {
  availableConditions,
  composite,
  condition,
  creatingConditions,
  failedConditions,
} from '../../test/builders/composite.ts'
import { stateOf } from './composite.ts'

const network = (changes: Parameters<typeof composite>[1]) => composite('PlatformNetwork', changes)

test.each([
  {
    why: 'every condition says so',
    given: network({ conditions: availableConditions }),
    state: { state: 'Available' },
  },
  {
    why: 'Crossplane has not looked at it yet',
    given: network({ conditions: [] }),
    state: { state: 'Creating', message: 'PlatformNetwork tasks-network is being composed' },
  },
  {
    why: 'a resource is on its way, so its name is told',
    given: network({ conditions: creatingConditions }),
    state: { state: 'Creating', message: 'NATGateway tasks-network-nat is being created' },
  },
  {
    why: 'AWS refused a resource, so what it said is told',
    given: network({ conditions: failedConditions }),
    state: { state: 'Failed', message: 'EIP tasks-network-nat-a: AddressLimitExceeded' },
  },
  {
    why: 'the composition itself failed, and Crossplane made the other conditions Unknown',
    given: network({
      conditions: [
        condition('Synced', 'False', 'ReconcileError', 'cannot compose resources: bad cidr'),
        condition('Ready', 'Unknown', 'FatalError'),
        condition('ResourcesReady', 'Unknown', 'FatalError'),
      ],
    }),
    state: { state: 'Failed', message: 'PlatformNetwork tasks-network: cannot compose resources: bad cidr' },
  },
  {
    why: 'Ready speaks of an older spec',
    given: network({ conditions: availableConditions, metadata: { generation: 2 } }),
    state: { state: 'Creating', message: 'PlatformNetwork tasks-network is being updated' },
  },
  {
    why: 'it is going away, whatever its conditions still say',
    given: network({ conditions: availableConditions, metadata: { deletionTimestamp: '2026-11-24T10:00:00Z' } }),
    state: { state: 'Deleting', message: 'PlatformNetwork tasks-network is being deleted' },
  },
])('a composite is judged when $why', ({ given, state }) => expect(stateOf(given)).toEqual(state))
