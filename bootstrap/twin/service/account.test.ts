import { describe, expect, test } from 'vitest'
import { kindOf, testAccount, testNetwork } from '../test/test-account.ts'
import { stateOf } from './world.ts'

describe('an account', () => {
  test('asked twice with one token, it makes one thing', async () => {
    const aws = testAccount()
    const request = {
      region: 'ap-northeast-1',
      owner: 'VPC/ns/a',
      token: 'uid',
      args: { region: 'ap-northeast-1', cidrBlock: '10.0.0.0/16' },
      name: '',
    }
    const once = await aws.account.create(kindOf('VPC'), request)
    expect(await aws.account.create(kindOf('VPC'), request)).toEqual(once)
    expect(aws.entries.filter(({ op }) => op === 'created')).toHaveLength(1)
  })

  test('read from its journal, it is as it was', async () => {
    const before = testAccount()
    const { nat } = await testNetwork(before)
    await before.remove(nat)
    const after = testAccount(0, [...before.entries], before.clock)
    expect(after.account.list()).toEqual(before.account.list())
  })

  test('the same calls give the same ids, another owner gives others', async () => {
    const [a, b] = [testAccount(), testAccount()]
    expect((await testNetwork(a)).nat.id).toBe((await testNetwork(b)).nat.id)
    const ids = a.account.list().map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test.each([
    { why: 'at scale 1 a VPC takes its 20 s', timeScale: 1, seconds: 20 },
    { why: 'at scale 0.1 it takes two', timeScale: 0.1, seconds: 2 },
    { why: 'at scale 0 it is there at once', timeScale: 0, seconds: 0 },
  ])('$why', async ({ timeScale, seconds }) => {
    const aws = testAccount(timeScale)
    const vpc = await aws.make('VPC', { cidrBlock: '10.0.0.0/16' })
    const begun = aws.clock.now()
    if (seconds > 0) expect(stateOf(vpc, begun + seconds * 1000 - 1)).toBe('creating')
    expect(stateOf(vpc, begun + seconds * 1000)).toBe('available')
  })

  test('subnets join an endpoint one after the other, and different endpoints do not wait for each other', async () => {
    const aws = testAccount(1)
    const vpc = await aws.make('VPC', { cidrBlock: '10.0.0.0/16', enableDnsHostnames: true })
    const subnet = (cidrBlock: string, availabilityZone: string) =>
      aws.make('Subnet', { vpcId: vpc.id, cidrBlock, availabilityZone })
    const [a, c] = [await subnet('10.0.0.0/24', 'ap-northeast-1a'), await subnet('10.0.1.0/24', 'ap-northeast-1c')]
    const endpoint = (service: string) =>
      aws.make('VPCEndpoint', {
        vpcId: vpc.id,
        serviceName: `com.amazonaws.ap-northeast-1.${service}`,
        vpcEndpointType: 'Interface',
      })
    const join = async (vpcEndpointId: string, subnetId: string) =>
      (await aws.make('VPCEndpointSubnetAssociation', { vpcEndpointId, subnetId })).readyAt - aws.clock.now()
    const [sts, logs] = [await endpoint('sts'), await endpoint('logs')]
    expect(await join(sts.id, a.id)).toBe(60_000)
    expect(await join(sts.id, c.id)).toBe(120_000)
    expect(await join(logs.id, a.id)).toBe(60_000)
  })

  test('what is being deleted is in the way until it is gone', async () => {
    const aws = testAccount()
    const { nat, address } = await testNetwork(aws)
    const slow = testAccount(1, [...aws.entries], aws.clock)
    await slow.remove(nat)
    expect(await slow.remove(address)).toMatchObject({ code: 'AuthFailure', blockers: [nat.id] })
    await aws.clock.advance(60_000)
    expect(await slow.remove(address)).toBeUndefined()
  })

  test('it tells when something is gone, not when its deletion begins', async () => {
    const aws = testAccount(1)
    const vpc = await aws.make('VPC', { cidrBlock: '10.0.0.0/16' })
    const heard: string[] = []
    aws.account.onChange(({ what, resource }) => heard.push(`${resource.kind} ${what}`))
    await aws.remove(vpc)
    expect(heard).not.toContain('VPC gone')
    await aws.clock.advance(1_000)
    expect(heard).toContain('VPC gone')
  })

  test('a stuck kind is never ready, and does not hurry when its timer is too long', async () => {
    const aws = testAccount()
    aws.faults.set([{ type: 'stuck', kind: 'VPC' }])
    const vpc = await aws.make('VPC', { cidrBlock: '10.0.0.0/16' })
    await aws.clock.advance(24 * 3_600_000)
    expect(stateOf(vpc, aws.clock.now())).toBe('creating')
  })
})
