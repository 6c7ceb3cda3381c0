import { describe, expect, test } from 'vitest'
import { createMemoryBackend } from '../test/memory-backend.ts'
import { silentLog } from '../test/silent-log.ts'
import { testAccount } from '../test/test-account.ts'
import { createBackings } from './backings.ts'
import { createBackendKeeper } from './keep-backends.ts'

const vpc = { cidrBlock: '10.0.0.0/16' }
const region = 'ap-northeast-1'

const world = (timeScale = 0, options: Parameters<typeof createMemoryBackend>[1] = {}) => {
  const aws = testAccount(timeScale)
  const backend = createMemoryBackend('VPC', options)
  const backings = createBackings(['VPC'])
  const { account, clock } = aws
  const keeper = createBackendKeeper({ backends: [backend], account, backings, clock, log: silentLog })
  return { ...aws, backend, backings, keeper }
}

describe('what runs follows the account', () => {
  test('it starts when the resource becomes available, and not before', async () => {
    const { keeper, make, clock, backend, backings } = world(1)
    await keeper.begin()
    const made = await make('VPC', vpc)
    await clock.advance(19_999)
    expect(backend.takeCalls()).toEqual([])
    expect(backings.of(made)).toEqual({ state: 'starting' })
    await clock.advance(1)
    expect(backend.takeCalls()).toEqual([`start VPC|${region}|${made.id}`])
    expect(backings.of(made)).toEqual({
      state: 'running',
      facts: { endpoint: `https://VPC|${region}|${made.id}` },
    })
  })

  test('what is there at the start is started, what is gone meanwhile is removed', async () => {
    const { keeper, make, clock, backend } = world(0, { left: ['VPC|ap-northeast-1|vpc-gone'] })
    const made = await make('VPC', vpc)
    await keeper.begin()
    await clock.advance(0)
    expect(backend.takeCalls().sort()).toEqual([`remove VPC|${region}|vpc-gone`, `start VPC|${region}|${made.id}`])
  })

  test('it stops when the deletion begins, and its data goes with the resource', async () => {
    const { keeper, make, remove, clock, backend, backings } = world(1)
    await keeper.begin()
    const made = await make('VPC', vpc)
    await clock.advance(20_000)
    backend.takeCalls()
    await remove(made)
    await clock.advance(0)
    expect(backend.takeCalls()).toEqual([`stop VPC|${region}|${made.id}`])
    expect(backings.of(made)).toEqual({ state: 'starting' })
    await clock.advance(1000)
    expect(backend.takeCalls()).toEqual([`remove VPC|${region}|${made.id}`])
  })

  test('a change of what is wanted asks once more, any other change does not', async () => {
    const { keeper, make, modify, clock, backend } = world()
    await keeper.begin()
    const made = await make('VPC', vpc)
    await clock.advance(0)
    backend.takeCalls()
    await modify(made, { enableDnsHostnames: true })
    await clock.advance(0)
    expect(backend.takeCalls()).toEqual([])
    await modify(made, { tags: { a: 'b' } })
    await clock.advance(0)
    expect(backend.takeCalls()).toEqual([`start VPC|${region}|${made.id}`])
  })

  test('a start that fails is tried again, with growing pauses', async () => {
    const { keeper, make, clock, backend, backings } = world()
    backend.failNext(2)
    await keeper.begin()
    const made = await make('VPC', vpc)
    await clock.advance(0)
    expect(backings.of(made)).toEqual({ state: 'starting' })
    await clock.advance(1000)
    await clock.advance(1999)
    expect(backend.takeCalls()).toHaveLength(2)
    await clock.advance(1)
    expect(backings.of(made)).toMatchObject({ state: 'running' })
  })

  test('a start that takes long is broken off when the resource goes', async () => {
    const { keeper, make, remove, clock, backend } = world()
    await keeper.begin()
    backend.hold()
    const made = await make('VPC', vpc)
    await clock.advance(0)
    await remove(made)
    await clock.advance(0)
    expect(backend.takeCalls()).toEqual([`start VPC|${region}|${made.id}`, `remove VPC|${region}|${made.id}`])
  })

  test('the end stops everything, and what happens afterwards starts nothing', async () => {
    const { keeper, make, clock, backend } = world()
    await keeper.begin()
    const made = await make('VPC', vpc)
    await clock.advance(0)
    backend.takeCalls()
    await keeper.end()
    await make('VPC', vpc)
    await clock.advance(0)
    expect(backend.takeCalls()).toEqual([`stop VPC|${region}|${made.id}`])
  })
})
