import { expect, test } from 'vitest'
import { developmentNetwork } from '../test/composites.ts'
import { settled, withCondition } from '../test/observed.ts'
import { compose } from './layers.ts'
import type { Observed } from './observed.ts'

const { observed: made } = settled(developmentNetwork())

const failing = (message: string, ...keys: string[]): Observed => ({
  ...made,
  ...Object.fromEntries(
    keys.flatMap((key) => (made[key] ? [[key, withCondition(made[key], 'Synced', 'False', { message })]] : [])),
  ),
})

const creating = (...keys: string[]): Observed => ({
  ...made,
  ...Object.fromEntries(
    keys.flatMap((key) =>
      made[key] ? [[key, withCondition(made[key], 'Ready', 'False', { reason: 'Creating' })]] : [],
    ),
  ),
})

test.each([
  {
    why: 'everything made',
    observed: made,
    is: { status: 'True', reason: 'Available', message: 'All managed resources are ready' },
  },
  {
    why: 'what is awaited is named',
    observed: creating('nat-gateway-ap-northeast-1a'),
    is: {
      status: 'False',
      reason: 'Creating',
      message: 'Waiting for NATGateway tasks-network-nat-gateway-ap-northeast-1a',
    },
  },
  {
    why: 'three are named and the rest counted',
    observed: creating('vpc', 'internet-gateway', 'route-public', 'route-table-data', 's3-endpoint'),
    is: {
      status: 'False',
      reason: 'Creating',
      message:
        'Waiting for VPC tasks-network-vpc, InternetGateway tasks-network-internet-gateway, RouteTable tasks-network-route-table-data and others',
    },
  },
  {
    why: 'a refusal comes first, in the words of AWS',
    observed: {
      ...creating('vpc'),
      ...{
        'eip-ap-northeast-1a': failing('api error AddressLimitExceeded: No more.', 'eip-ap-northeast-1a')[
          'eip-ap-northeast-1a'
        ],
      },
    } as Observed,
    is: {
      status: 'False',
      reason: 'Failed',
      message: 'EIP tasks-network-eip-ap-northeast-1a: AddressLimitExceeded: No more.',
    },
  },
])('$why', ({ observed, is }) =>
  expect(compose(developmentNetwork(), observed).conditions).toEqual([{ type: 'ResourcesReady', ...is }]),
)

test('a resource is ready by itself, the composite only when all are', () => {
  const { ready, resources } = compose(developmentNetwork(), creating('vpc'))
  expect([ready, resources['vpc']?.ready, resources['internet-gateway']?.ready]).toEqual([false, false, true])
})
