import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Place, places, subnetCidr, type Tier } from './address-plan.ts'

describe('subnetCidr', () => {
  test.each([
    { why: 'the first quarter is the private subnet of zone 0', tier: 'private', place: 0, cidr: '10.0.0.0/18' },
    { why: 'the second quarter is that of zone 1', tier: 'private', place: 1, cidr: '10.0.64.0/18' },
    { why: 'the third quarter is that of zone 2', tier: 'private', place: 2, cidr: '10.0.128.0/18' },
    {
      why: 'the last quarter begins with the public subnet of zone 0',
      tier: 'public',
      place: 0,
      cidr: '10.0.192.0/21',
    },
    { why: 'the data subnet of a zone follows its public one', tier: 'data', place: 0, cidr: '10.0.200.0/21' },
    { why: 'each zone has a slot of its own', tier: 'data', place: 2, cidr: '10.0.232.0/21' },
  ] as const)('$why', ({ tier, place, cidr }) => expect(subnetCidr('10.0.0.0/16', tier, place)).toBe(cidr))

  test('addresses above 127.255.255.255 are not taken for negative numbers', () =>
    expect(subnetCidr('192.168.240.0/20', 'data', 2)).toBe('192.168.254.128/25'))

  test('subnets lie inside the VPC and never overlap, for every VPC', () =>
    fc.assert(fc.property(vpc, (cidr) => allDistinct(allSubnets(cidr).map(range), range(cidr)))))

  test('a subnet can hold a load balancer in every zone, whatever the VPC', () =>
    fc.assert(fc.property(vpc, (cidr) => allSubnets(cidr).every((subnet) => prefixOf(subnet) <= 25))))

  test('nodes and pods of each zone get a quarter of all addresses: a thousand in the smallest VPC, sixteen thousand in the largest', () => {
    fc.assert(
      fc.property(vpc, (cidr) =>
        places.every((zone) => prefixOf(subnetCidr(cidr, 'private', zone)) === prefixOf(cidr) + 2),
      ),
    )
    const addresses = (cidr: string) => 2 ** (32 - prefixOf(subnetCidr(cidr, 'private', 0)))
    expect([addresses('10.0.0.0/20'), addresses('10.0.0.0/16')]).toEqual([1_024, 16_384])
  })

  test('every subnet begins where its prefix allows', () =>
    fc.assert(
      fc.property(vpc, (cidr) => allSubnets(cidr).every((one) => range(one).first % 2 ** (32 - prefixOf(one)) === 0)),
    ))
})

const tiers: readonly Tier[] = ['public', 'private', 'data']

const allSubnets = (cidr: string): string[] =>
  places.flatMap((place: Place) => tiers.map((tier) => subnetCidr(cidr, tier, place)))

/** Any network of /16 to /20 without host bits. */
const vpc = fc
  .tuple(fc.integer({ min: 16, max: 20 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }))
  .map(([prefix, address]) => {
    const first = Math.floor(address / 2 ** (32 - prefix)) * 2 ** (32 - prefix)
    return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.')}/${prefix}`
  })

type Range = Readonly<{ first: number; last: number }>

const prefixOf = (cidr: string): number => Number(cidr.split('/')[1])

const range = (cidr: string): Range => {
  const first = (cidr.split('/')[0] ?? '').split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0)
  return { first, last: first + 2 ** (32 - prefixOf(cidr)) - 1 }
}

const allDistinct = (ranges: readonly Range[], within: Range): boolean => {
  const sorted = ranges.toSorted((one, other) => one.first - other.first)
  return sorted.every(
    ({ first, last }, index) => first >= within.first && last <= within.last && first > (sorted[index - 1]?.last ?? -1),
  )
}
