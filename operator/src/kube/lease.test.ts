import { describe, expect, test } from 'vitest'
import { statusReply } from '../../test/fake-apiserver/answers.ts'
import { useFakeApiServer } from '../../test/fake-apiserver/fixture.ts'
import { until } from '../../test/fake-apiserver/until.ts'
import { createMemoryLog } from '../../test/memory/log.ts'
import type { HeldLease, LeaseRecord } from '../ports/lease.ts'
import { leaseOf } from './lease.ts'

const given = useFakeApiServer()
const path = '/apis/coordination.k8s.io/v1/namespaces/system/leases/test'

const lease = () => {
  const { connection, clock } = given
  return leaseOf({
    client: connection.client,
    key: { namespace: 'system', name: 'test' },
    clock,
    log: createMemoryLog(),
  })
}
const call = () => ({ signal: given.signal, timeoutMs: 5_000 })

const record: LeaseRecord = {
  holder: 'a',
  durationSeconds: 15,
  acquireTime: '2026-01-01T00:00:00.000000Z',
  renewTime: '2026-01-01T00:00:00.000000Z',
  transitions: 3,
}

/** Creates the record, and insists that nobody was faster. */
const created = async (): Promise<HeldLease> => {
  const held = await lease().create(record, call())
  if (held === 'outdated') throw new Error('somebody was faster')
  return held
}

describe('the record', () => {
  test('is nothing before it is created, and then what was written', async () => {
    expect(await lease().read(call())).toBeUndefined()
    const held = await created()
    expect(held.record).toEqual(record)
    expect(await lease().read(call())).toEqual(held)
    expect(given.server.history.get(path)).toMatchObject({
      spec: { holderIdentity: 'a', leaseDurationSeconds: 15, leaseTransitions: 3 },
    })
  })

  test('is replaced under the version that was read', async () => {
    const held = await created()
    const next = { ...record, holder: 'b', transitions: 4 }
    expect(await lease().replace(held, next, call())).toMatchObject({ record: next })
    const sent = JSON.parse(given.server.requests.at(-1)?.body ?? '{}')
    expect(sent.metadata).toEqual({ resourceVersion: held.version })
  })

  test('that nobody holds has no holder, as the API refuses an empty one', async () => {
    const held = await created()
    await lease().replace(held, { ...record, holder: '' }, call())
    expect(JSON.parse(given.server.requests.at(-1)?.body ?? '{}').spec.holderIdentity).toBeNull()
    expect((await lease().read(call()))?.record.holder).toBe('')
  })
})

describe('somebody was faster', () => {
  test('in creating it', async () => {
    await created()
    expect(await lease().create(record, call())).toBe('outdated')
  })

  test.each([
    { why: 'in writing it', reply: statusReply(409, 'Conflict', 'the object has been modified') },
    { why: 'in deleting it', reply: statusReply(404, 'NotFound', 'not found') },
  ])('$why', async ({ reply }) => {
    const held = await created()
    given.server.interfere(({ method }) => (method === 'PATCH' ? reply : undefined))
    expect(await lease().replace(held, record, call())).toBe('outdated')
  })
})

test('without its namespace it cannot be created, which is told', async () => {
  given.server.interfere(({ method }) =>
    method === 'POST' ? statusReply(404, 'NotFound', 'namespaces "system" not found') : undefined,
  )
  await expect(lease().create(record, call())).rejects.toThrow('namespaces "system" not found')
})

test('followers hear of every version, of this Lease alone, until they stop', async () => {
  const held = await created()
  const stop = new AbortController()
  const holders: string[] = []
  const following = lease().follow(({ record: { holder } }) => holders.push(holder), stop.signal)
  await until(() => given.server.watches.count() === 1)
  await lease().replace(held, { ...record, holder: 'b' }, call())
  await until(() => holders.length === 2)
  expect(holders).toEqual(['a', 'b'])
  const asked = given.server.requests.filter(({ query }) => query.has('fieldSelector') || query.has('watch'))
  expect(asked.map(({ query }) => query.get('fieldSelector'))).toEqual(asked.map(() => 'metadata.name=test'))
  stop.abort()
  await following
})
