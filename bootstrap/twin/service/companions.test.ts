import { describe, expect, test } from 'vitest'
import { interfaceIn } from '../kinds/ec2/network-interface.ts'
import { kindOf, type TestAccount, testAccount, testNetwork } from '../test/test-account.ts'
import type { Kind } from './kind.ts'

/** A kind that puts an interface into each of its subnets. */
const joined: Kind = {
  ...kindOf('EIP'),
  name: 'Joined',
  companions: (world, { id, attributes }) =>
    (attributes['subnetIds'] as string[]).map((subnetId) =>
      interfaceIn(world, { of: id, subnetId, securityGroups: ['sg-1'], description: `of ${id}` }),
    ),
}

const calling = { region: 'ap-northeast-1', owner: 'Joined/ns/a', token: 'uid' }

const make = async (aws: TestAccount, subnetIds: readonly string[]) => {
  const made = await aws.account.create(joined, { ...calling, args: { region: calling.region, subnetIds }, name: '' })
  if ('refused' in made) throw new Error(made.message)
  return made
}

const subnetsJoined = ({ account }: TestAccount) =>
  account
    .world(calling.region)
    .all('NetworkInterface')
    .map(({ attributes }) => attributes['subnetId'])

describe('what AWS makes along with a resource', () => {
  test('comes with it, in one line of the log', async () => {
    const aws = testAccount()
    const { open, closed } = await testNetwork(aws)
    await make(aws, [open.id, closed.id])
    expect(subnetsJoined(aws)).toEqual([open.id, closed.id])
    expect(aws.entries.at(-1)).toMatchObject({
      op: 'created',
      along: [{ op: 'created', call: 'CreateNetworkInterface', owner: 'amazonaws.com' }, { op: 'created' }],
    })
  })

  test('follows its changes', async () => {
    const aws = testAccount()
    const { open, closed } = await testNetwork(aws)
    const resource = await make(aws, [open.id])
    await aws.account.modify(joined, resource, { subnetIds: [closed.id] }, calling)
    expect(subnetsJoined(aws)).toEqual([closed.id])
  })

  test('goes a little after it, holds on to subnet and VPC until then, and then tells', async () => {
    const before = testAccount()
    const { closed } = await testNetwork(before)
    const aws = testAccount(1, [...before.entries], before.clock)
    const resource = await make(aws, [closed.id])
    const gone: string[] = []
    aws.account.onChange(({ what, resource: { kind } }) => what === 'gone' && gone.push(kind))

    await aws.account.remove(joined, resource, calling)
    await aws.clock.advance(5_000)
    expect(gone).toEqual(['Joined'])
    const [left] = aws.account.world(calling.region).all('NetworkInterface')
    expect(await aws.remove(closed)).toMatchObject({ code: 'DependencyViolation', blockers: [left?.id] })

    await aws.clock.advance(30_000)
    expect(gone).toEqual(['Joined', 'NetworkInterface'])
    expect(await aws.remove(closed)).toBeUndefined()
  })

  test('is left where AWS cannot delete it', async () => {
    const aws = testAccount()
    const { closed } = await testNetwork(aws)
    const keeping: Kind = {
      ...joined,
      companions: (...asked) => (joined.companions?.(...asked) ?? []).map((one) => ({ ...one, kept: true })),
    }
    await aws.account.remove(keeping, await make(aws, [closed.id]), calling)
    expect(subnetsJoined(aws)).toEqual([closed.id])
  })

  test('somebody else has deleted it already, and it does not come back', async () => {
    const aws = testAccount()
    const { closed } = await testNetwork(aws)
    const resource = await make(aws, [closed.id])
    const [one] = aws.account.world(calling.region).all('NetworkInterface')
    await aws.account.alterOutside('NetworkInterface', calling.region, String(one?.id), 'delete')
    await aws.account.remove(joined, resource, calling)
    expect(subnetsJoined(aws)).toEqual([])
  })

  test('read from the journal, it is as it was', async () => {
    const aws = testAccount()
    const { closed } = await testNetwork(aws)
    await make(aws, [closed.id])
    const after = testAccount(0, [...aws.entries], aws.clock)
    expect(after.account.list()).toEqual(aws.account.list())
  })
})
