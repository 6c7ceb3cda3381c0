import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { configMap, configMapPath, configMaps, useFakeApiServer } from '../../test/fake-apiserver/fixture.ts'
import { until } from '../../test/fake-apiserver/until.ts'
import { LeaseLostError, NotLeadingError } from '../errors.ts'
import { type Connection, connect } from './connect.ts'

const given = useFakeApiServer()
const key = { namespace: 'default', name: 'a' }
const fieldManager = 'tester'

let open: boolean
let shutting: AbortController
let fenced: Connection

beforeEach(() => {
  open = true
  shutting = new AbortController()
  const check = () => {
    if (!open) throw new NotLeadingError('not the leader')
  }
  const { clock, server, metrics } = given
  const fence = { check, signal: shutting.signal }
  fenced = connect(
    { kubeconfigText: server.kubeconfig() },
    { clock, metrics, userAgent: 'test/1', fence, connections: 1 },
  )
})
afterEach(() => fenced.close())

const written = () => given.server.requests.filter(({ method }) => method !== 'GET').length
const shut = () => {
  open = false
  shutting.abort(new LeaseLostError('the Lease is lost'))
}

const writes = [
  { verb: 'create', write: () => fenced.client.create(configMaps, configMap('a'), { signal: given.signal }) },
  {
    verb: 'apply',
    write: () => fenced.client.apply(configMaps, configMap('a'), { fieldManager, signal: given.signal }),
  },
  { verb: 'merge patch', write: () => fenced.client.mergePatch(configMaps, key, {}, { signal: given.signal }) },
  { verb: 'JSON patch', write: () => fenced.client.jsonPatch(configMaps, key, [], { signal: given.signal }) },
  { verb: 'remove', write: () => fenced.client.remove(configMaps, key, { uid: 'uid-1', signal: given.signal }) },
  { verb: 'raw PUT', write: () => fenced.client.raw('PUT', configMapPath('a'), { body: {}, signal: given.signal }) },
]

describe.each(writes)('$verb', ({ write }) => {
  test('does not leave before we lead', async () => {
    open = false
    await expect(write()).rejects.toThrow(NotLeadingError)
    expect(written()).toBe(0)
  })

  test('under way is cut when the fence shuts', async () => {
    given.server.interfere(({ method }) => (method === 'GET' ? undefined : 'hang'))
    const writing = write()
    const outcome = expect(writing).rejects.toThrow(LeaseLostError)
    await until(() => written() === 1)
    shut()
    await outcome
    await until(() => given.server.openConnections() === 0)
  })
})

test('a write that waits for a connection does not leave once the fence is shut, even if nobody could tell it in time', async () => {
  let answer = () => {}
  const answered = new Promise<void>((resolve) => {
    answer = resolve
  })
  given.server.interfere(({ path }) =>
    path === '/slow' ? answered.then(() => ({ status: 200, body: {} })) : undefined,
  )
  const slow = fenced.client.raw('GET', '/slow', { signal: given.signal })
  await until(() => given.server.requests.length === 1)
  const queued = expect(fenced.client.create(configMaps, configMap('a'), { signal: given.signal })).rejects.toThrow(
    NotLeadingError,
  )
  open = false
  answer()
  await slow
  await queued
  expect(written()).toBe(0)
})

test('a write is not repeated once the fence is shut', async () => {
  given.server.interfere(() => ({ status: 429, body: '' }))
  const outcome = expect(writes[0]?.write()).rejects.toThrow(LeaseLostError)
  await until(() => written() === 1 && given.clock.untilNext() < 1_000)
  shut()
  await outcome
  expect(written()).toBe(1)
})

test('reads go on, so that a standby is warm', async () => {
  given.server.history.put(configMapPath('a'), configMap('a'))
  shut()
  expect(await fenced.client.get(configMaps, key, { signal: given.signal })).toMatchObject(configMap('a'))
})
