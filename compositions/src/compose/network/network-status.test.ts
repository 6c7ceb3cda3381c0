import { platformNetworkStatus } from '@taskplatform/crds/layers/network'
import { expect, test } from 'vitest'
import { developmentNetwork } from '../../../test/composites.ts'
import { account, settled } from '../../../test/observed.ts'
import { identifier } from '../../observed.ts'
import { composeNetwork } from './network.ts'

const { observed } = settled(developmentNetwork())
const { status } = composeNetwork(developmentNetwork(), observed)

test('the status keeps the contract', () => expect(platformNetworkStatus.parse(status)).toEqual(status))

test('lists keep the order of the zones', () => {
  expect(status.zones?.map(({ name }) => name)).toEqual(['ap-northeast-1a', 'ap-northeast-1c'])
  expect(status.publicSubnetIds).toEqual(status.zones?.map(({ publicSubnetId }) => publicSubnetId))
  expect(status.privateSubnetIds).toEqual(status.zones?.map(({ privateSubnetId }) => privateSubnetId))
  expect(status.dataSubnetIds).toEqual(status.zones?.map(({ dataSubnetId }) => dataSubnetId))
  expect(status.privateRouteTableIds).toHaveLength(2)
})

test('nothing is said that AWS has not said', () =>
  expect(composeNetwork(developmentNetwork(), {}).status).toEqual({
    resources: { ready: false, reason: 'Creating', message: expect.stringMatching(/^Waiting for VPC/) },
    zones: [{ name: 'ap-northeast-1a' }, { name: 'ap-northeast-1c' }],
    publicSubnetIds: [],
    privateSubnetIds: [],
    dataSubnetIds: [],
    privateRouteTableIds: [],
    natGatewayIds: [],
    natPublicIps: [],
    externalNames: {},
  }))

test('with one subnet made, its identifier is there and the others are not', () => {
  const only = 'subnet-private-ap-northeast-1c'
  const subnet = observed[only]
  const { status } = composeNetwork(developmentNetwork(), subnet ? { [only]: subnet } : {})
  expect(status.privateSubnetIds).toEqual([subnet?.status?.atProvider?.['id']])
  expect(status.zones?.[1]).toEqual({ name: 'ap-northeast-1c', privateSubnetId: subnet?.status?.atProvider?.['id'] })
})

test('the account and the NAT gateways are there for those who name and watch them', () => {
  expect(status.accountId).toBe(account)
  expect(status.natGatewayIds).toEqual([identifier(observed, 'nat-gateway-ap-northeast-1a')])
})

test('the status says which spec it was made from', () => {
  const composite = developmentNetwork()
  const edited = { ...composite, metadata: { ...composite.metadata, generation: 7 } }
  expect(composeNetwork(edited, {}).status.observedGeneration).toBe(7)
})
