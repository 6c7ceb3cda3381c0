import { expect, test } from 'vitest'
import { type Reply, statusReply } from '../../test/fake-apiserver/answers.ts'
import {
  configMap,
  configMapPath,
  configMaps,
  seriesValue,
  useFakeApiServer,
} from '../../test/fake-apiserver/fixture.ts'
import { until } from '../../test/fake-apiserver/until.ts'
import { createMemoryLog } from '../../test/memory/log.ts'
import { createReflector } from './reflector.ts'

const given = useFakeApiServer()

const start = () => {
  const { connection, clock, metrics, signal } = given
  const reflector = createReflector<ReturnType<typeof configMap>>({
    client: connection.client,
    resource: configMaps,
    log: createMemoryLog(),
    clock,
    metrics,
    random: () => 0,
  })
  const told: string[] = []
  reflector.onChange(({ type, object, initial }) =>
    told.push(`${type} ${object.metadata.name}${initial ? ' (initial)' : ''}`),
  )
  const running = reflector.run(signal)
  return { reflector, told, running }
}

const put = (name: string) => given.server.history.put(configMapPath(name), configMap(name))
const asked = () =>
  given.server.requests.map(({ query }) => {
    if (!query.has('watch')) return 'list'
    return query.has('sendInitialEvents') ? 'streaming list' : `watch ${query.get('resourceVersion')}`
  })
const relists = (reason: string) =>
  seriesValue(given.metrics, `reflector_relists_total{resource="configmaps",reason="${reason}"}`)
const passBackoff = async () => {
  await given.clock.advance(await until(() => given.clock.untilNext() <= 30_000 && given.clock.untilNext()))
}

test('the first list and all that follows come in one request', async () => {
  put('a')
  put('b')
  const { reflector, told } = start()
  await reflector.synced(given.signal)
  expect(reflector.reached()).toBe('102')
  put('c')
  await until(() => told.length === 3)
  expect(told).toEqual(['added a (initial)', 'added b (initial)', 'added c'])
  expect(asked()).toEqual(['streaming list'])
  expect(Object.fromEntries(given.server.requests[0]?.query ?? [])).toMatchObject({
    sendInitialEvents: 'true',
    resourceVersionMatch: 'NotOlderThan',
    allowWatchBookmarks: 'true',
  })
  expect(await relists('initial')).toBe(1)
})

test('nothing is told before the list is complete', async () => {
  const { reflector, told } = start()
  await reflector.synced(given.signal)
  given.server.watches.fail(410, 'Expired')
  given.server.interfere(({ query }) => (query.has('sendInitialEvents') ? 'hang' : undefined))
  put('a')
  await passBackoff()
  await until(() => asked().length === 2)
  expect(told).toEqual([])
})

test('after an expired version everything streams again, and what vanished meanwhile is deleted', async () => {
  put('a')
  const { reflector, told } = start()
  await reflector.synced(given.signal)
  given.server.watches.unheard(() => {
    given.server.history.remove(configMapPath('a'))
    put('b')
  })
  given.server.watches.fail(410, 'Expired')
  await passBackoff()
  await until(() => told.length === 3)
  expect(told).toEqual(['added a (initial)', 'added b', 'deleted a'])
  expect(asked()).toEqual(['streaming list', 'streaming list'])
  expect(await relists('expired')).toBe(1)
})

const refusal = (status: number): Reply => statusReply(status, 'Invalid', 'sendInitialEvents is forbidden for watch')

test.each([{ status: 400 }, { status: 405 }, { status: 422 }])(
  'a server that refuses with $status is read in pages, at once and from then on',
  async ({ status }) => {
    given.server.interfere(({ query }) => (query.has('sendInitialEvents') ? refusal(status) : undefined))
    put('a')
    const { reflector, told } = start()
    await reflector.synced(given.signal)
    await until(() => given.server.watches.count() === 1)
    given.server.watches.fail(410, 'Expired')
    await passBackoff()
    await until(() => asked().length === 5)
    expect(asked()).toEqual(['streaming list', 'list', 'watch 101', 'list', 'watch 101'])
    expect(told).toEqual(['added a (initial)'])
    expect(await relists('initial')).toBe(1)
  },
)

test('a stream that breaks off before its end is read in pages this time', async () => {
  let broken = false
  given.server.interfere(({ query }) => {
    if (!query.has('sendInitialEvents') || broken) return undefined
    broken = true
    return { status: 200, body: `${JSON.stringify({ type: 'ADDED', object: put('a') })}\n` }
  })
  const { reflector, told } = start()
  await passBackoff()
  await reflector.synced(given.signal)
  expect(asked().slice(0, 2)).toEqual(['streaming list', 'list'])
  expect(told).toEqual(['added a (initial)'])
  await until(() => given.server.watches.count() === 1)
  given.server.watches.fail(410, 'Expired')
  await passBackoff()
  await until(() => asked().at(-1) === 'streaming list' && given.server.watches.count() === 1)
})

test('an old server that never ends the list is given up after the silence, and read in pages', async () => {
  given.server.interfere(({ query }) => (query.has('sendInitialEvents') ? 'hang' : undefined))
  const { reflector } = start()
  await until(() => asked().length === 1)
  await given.clock.advance(70_000)
  await passBackoff()
  await reflector.synced(given.signal)
  expect(asked().slice(0, 2)).toEqual(['streaming list', 'list'])
})
