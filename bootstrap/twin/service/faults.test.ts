import { describe, expect, test } from 'vitest'
import { kindOf, type TestAccount, testAccount } from '../test/test-account.ts'
import type { Fault } from './faults.ts'
import { isRefusal } from './refusal.ts'
import { stateOf } from './world.ts'

const region = 'ap-northeast-1'
const args = { region, cidrBlock: '10.0.0.0/16' }
const create = (aws: TestAccount, owner: string) =>
  aws.account.create(kindOf('VPC'), { region, owner, token: owner, args, name: '' })

const said = (answer: unknown): string => (isRefusal(answer) ? answer.code : 'made')

describe('a fault', () => {
  test.each<{ why: string; fault: Fault; says: readonly string[] }>([
    {
      why: 'of an object strikes it alone',
      fault: { type: 'throttle', object: 'team/a' },
      says: ['RequestLimitExceeded', 'made'],
    },
    {
      why: 'of a pattern strikes what fits',
      fault: { type: 'throttle', object: 'team/*' },
      says: ['RequestLimitExceeded', 'RequestLimitExceeded'],
    },
    { why: 'of another kind strikes nothing', fault: { type: 'throttle', kind: 'Subnet' }, says: ['made', 'made'] },
    {
      why: 'strikes as often as it should',
      fault: { type: 'throttle', times: 1 },
      says: ['RequestLimitExceeded', 'made'],
    },
    { why: 'of another call strikes nothing', fault: { type: 'throttle', verb: 'delete' }, says: ['made', 'made'] },
    {
      why: 'ends a creation in a state of AWS',
      fault: { type: 'failed', state: 'incompatible-network', object: 'team/b' },
      says: ['made', 'incompatible-network'],
    },
  ])('$why', async ({ fault, says }) => {
    const aws = testAccount()
    aws.faults.set([fault])
    expect([said(await create(aws, 'VPC/team/a')), said(await create(aws, 'VPC/team/b'))]).toEqual(says)
  })

  test('makes one object stuck and another slow', async () => {
    const aws = testAccount(1)
    aws.faults.set([
      { type: 'stuck', object: 'team/a' },
      { type: 'slow', object: 'team/b', factor: 10 },
    ])
    for (const name of ['a', 'b', 'c']) await create(aws, `VPC/team/${name}`)
    const states = async (seconds: number) => {
      await aws.clock.advance(seconds * 1000)
      return aws.account.list().map((resource) => stateOf(resource, aws.clock.now()))
    }
    expect(await states(20)).toEqual(['creating', 'creating', 'available'])
    expect(await states(180)).toEqual(['creating', 'available', 'available'])
  })

  test('leaves interfaces behind, which keep their subnet until somebody deletes them', async () => {
    const aws = testAccount()
    const vpc = await aws.make('VPC', { cidrBlock: '10.0.0.0/16' })
    const subnet = (cidrBlock: string, availabilityZone: string) =>
      aws.make('Subnet', { vpcId: vpc.id, cidrBlock, availabilityZone })
    const subnets = [await subnet('10.0.0.0/24', `${region}a`), await subnet('10.0.1.0/24', `${region}c`)]
    await aws.make('CacheSubnetGroup', { subnetIds: subnets.map(({ id }) => id) }, 'g')
    const cache = await aws.make(
      'ReplicationGroup',
      { description: 'c', nodeType: 'cache.t3.small', subnetGroupName: 'g' },
      'c',
    )
    aws.faults.set([{ type: 'leak', kind: 'ReplicationGroup' }])
    await aws.remove(cache)
    const [leaked] = aws.account.list().filter(({ kind }) => kind === 'NetworkInterface')
    expect(await aws.remove(subnets[0] as never)).toMatchObject({ code: 'DependencyViolation', blockers: [leaked?.id] })
    await aws.account.alterOutside('NetworkInterface', region, leaked?.id ?? '', 'delete')
    expect(await aws.remove(subnets[0] as never)).toBeUndefined()
  })
})
