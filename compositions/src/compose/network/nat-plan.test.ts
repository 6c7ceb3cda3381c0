import { describe, expect, test } from 'vitest'
import { productionNetwork } from '../../../test/composites.ts'
import { madeBy, settled, withCondition } from '../../../test/observed.ts'
import type { Composition } from '../../composition.ts'
import type { Observed } from '../../observed.ts'
import { composeNetwork } from './network.ts'

const zones = ['ap-northeast-1a', 'ap-northeast-1c', 'ap-northeast-1d']
const single = productionNetwork({ natGateways: 'Single' })
const perZone = productionNetwork({ natGateways: 'PerZone' })

/** Zones with a gateway, zones with an address, and the zone through which each zone goes out. */
const picture = ({ resources }: Composition) => ({
  gateways: zones.filter((zone) => resources[`nat-gateway-${zone}`]).map(last),
  addresses: zones.filter((zone) => resources[`eip-${zone}`]).map(last),
  exits: zones.map((zone) => {
    const reference = resources[`route-private-${zone}`]?.resource.spec.forProvider['natGatewayIdRef']
    return last((reference as { name: string }).name)
  }),
})

const last = (text: string) => text.slice(-1)

const without = (observed: Observed, ...keys: string[]): Observed =>
  Object.fromEntries(Object.entries(observed).filter(([key]) => !keys.includes(key)))

const internetGateway = Object.fromEntries(
  Object.entries(settled(single).observed).filter(([key]) => key === 'internet-gateway'),
)

describe('a new network', () => {
  test.each([
    { why: 'Single: all go out through the first zone', composite: single, gateways: ['a'], exits: ['a', 'a', 'a'] },
    { why: 'PerZone: each through its own', composite: perZone, gateways: ['a', 'c', 'd'], exits: ['a', 'c', 'd'] },
  ])('$why', ({ composite, gateways, exits }) =>
    expect(picture(composeNetwork(composite, internetGateway))).toEqual({ gateways, addresses: gateways, exits }),
  )

  test('gateways wait for the internet gateway, and the condition says so', () => {
    const { resources, conditions } = composeNetwork(single, {})
    expect(Object.keys(resources).filter((key) => key.startsWith('nat-gateway'))).toEqual([])
    const unattached = without(settled(single).observed, 'internet-gateway', 'nat-gateway-ap-northeast-1a')
    const waiting = composeNetwork(single, unattached)
    expect(conditions[0]?.status).toBe('False')
    expect(waiting.conditions[0]?.message).toContain('the internet gateway, to make the NAT gateway of ap-northeast-1a')
  })
})

describe('from Single to PerZone', () => {
  const before = settled(single).observed

  test('gateways are added first, and nobody changes the exit', () =>
    expect(picture(composeNetwork(perZone, before))).toEqual({
      gateways: ['a', 'c', 'd'],
      addresses: ['a', 'c', 'd'],
      exits: ['a', 'a', 'a'],
    }))

  test('a zone moves when its own gateway is ready, the others stay', () => {
    const made = madeBy(composeNetwork(perZone, before))
    const slow = made['nat-gateway-ap-northeast-1d']
    const observed = slow
      ? { ...made, 'nat-gateway-ap-northeast-1d': withCondition(slow, 'Ready', 'False', { reason: 'Creating' }) }
      : made
    expect(picture(composeNetwork(perZone, observed)).exits).toEqual(['a', 'c', 'a'])
  })

  test('it ends with an exit in each zone', () =>
    expect(picture(settled(perZone, before).composition).exits).toEqual(['a', 'c', 'd']))
})

describe('from PerZone to Single', () => {
  const before = settled(perZone).observed

  test.each(['route-private', 'nat-gateway'])('a lost status of every %s deletes no gateway', (kind) => {
    const lost = Object.fromEntries(
      Object.entries(before).map(([key, one]) => [key, key.startsWith(kind) ? { ...one, status: {} } : one]),
    )
    expect(picture(composeNetwork(single, lost)).gateways).toEqual(['a', 'c', 'd'])
  })

  test('routes move first; gateways stay while AWS routes through them', () =>
    expect(picture(composeNetwork(single, before))).toEqual({
      gateways: ['a', 'c', 'd'],
      addresses: ['a', 'c', 'd'],
      exits: ['a', 'a', 'a'],
    }))

  test('then the gateways go, but not the addresses that they hold', () =>
    expect(picture(composeNetwork(single, madeBy(composeNetwork(single, before))))).toEqual({
      gateways: ['a'],
      addresses: ['a', 'c', 'd'],
      exits: ['a', 'a', 'a'],
    }))

  test('and at last the addresses', () => {
    const moved = without(
      madeBy(composeNetwork(single, before)),
      'nat-gateway-ap-northeast-1c',
      'nat-gateway-ap-northeast-1d',
    )
    expect(picture(composeNetwork(single, moved)).addresses).toEqual(['a'])
  })

  test('nobody moves to a gateway that is not ready', () => {
    const first = before['nat-gateway-ap-northeast-1a']
    const observed = first
      ? { ...before, 'nat-gateway-ap-northeast-1a': withCondition(first, 'Ready', 'False') }
      : before
    expect(picture(composeNetwork(single, observed)).exits).toEqual(['a', 'c', 'd'])
  })
})

test('a route that can change its target is resolved each time', () => {
  const { resource } = composeNetwork(perZone, {}).resources['route-private-ap-northeast-1a'] ?? {}
  expect(resource?.spec.forProvider['natGatewayIdRef']).toMatchObject({ policy: { resolve: 'Always' } })
})
