import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Connection, connect } from '../../../src/kube/connect.ts'
import { realClock } from '../../../src/runtime/clock.ts'
import { configMap, configMapPath, configMaps, useFakeApiServer } from '../../fake-apiserver/fixture.ts'
import { tooManyRequests } from './behaviour.ts'
import { type FaultProxy, startFaultProxy } from './proxy.ts'

const fixture = useFakeApiServer()
let folder: string
let proxy: FaultProxy
let connection: Connection

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taskplatform-proxy-'))
  const kubeconfig = join(folder, 'kubeconfig')
  await writeFile(kubeconfig, fixture.server.kubeconfig({}))
  proxy = await startFaultProxy(kubeconfig)
  connection = connect({ kubeconfigText: proxy.kubeconfig }, { clock: realClock, userAgent: 'test', random: () => 0 })
})
afterEach(async () => {
  await connection.close()
  await proxy.stop()
  await rm(folder, { recursive: true })
})

const create = (name: string) =>
  connection.client.create(configMaps, configMap(name), { signal: fixture.signal, timeoutMs: 2_000 })
const get = (name: string, timeoutMs = 2_000) =>
  connection.client.get(configMaps, { namespace: 'default', name }, { signal: fixture.signal, timeoutMs })

test('what nothing happens to is passed on, and writes are counted once they are carried out', async () => {
  await create('a')
  expect(await get('a')).toMatchObject({ metadata: { name: 'a' } })
  expect(proxy.writes.map(({ what }) => what)).toEqual(['create configmaps'])
  expect(proxy.seen.map(({ what }) => what)).toEqual(['create configmaps', 'get configmaps a'])
})

test('an answer that is lost is the answer of a write that was carried out', async () => {
  proxy.behave({ carriedOut: async () => 'lose' })
  await expect(create('a')).rejects.toMatchObject({ code: 'TRANSPORT' })
  expect(fixture.server.history.get(configMapPath('a'))).toBeDefined()
})

test('another answer is given instead, and the API server hears nothing', async () => {
  proxy.behave({ instead: ({ isWrite }) => (isWrite ? tooManyRequests(60) : undefined) })
  await expect(create('a')).rejects.toMatchObject({ status: 429 })
  expect(await get('a')).toBeUndefined()
})

const watchFrom = (resourceVersion: string, signal: AbortSignal) =>
  connection.client.watch(configMaps, { resourceVersion, timeoutSeconds: 60, allowWatchBookmarks: false }, { signal })
const put = (name: string) => fixture.server.history.put(configMapPath(name), configMap(name))

test('a dead connection says nothing more, and is not closed; new ones work', async () => {
  const events = watchFrom('100', fixture.signal)[Symbol.asyncIterator]()
  put('a')
  expect(await events.next()).toMatchObject({ value: { object: { metadata: { name: 'a' } } } })
  proxy.connections.deaden()
  put('b')
  const next = events.next().then(
    () => 'heard or closed',
    () => 'closed',
  )
  expect(await Promise.race([next, pause(300, 'silence')])).toBe('silence')
  proxy.connections.cut()
  expect(await next).toBe('closed')
  expect(await get('b')).toBeDefined()
})

test('events of a watch come late, in their order', async () => {
  proxy.behave({ lagMs: () => 300 })
  const since = performance.now()
  for (const name of ['a', 'b']) put(name)
  const names: unknown[] = []
  for await (const { object } of watchFrom('100', fixture.signal)) {
    names.push(object.metadata?.name)
    if (names.length === 2) break
  }
  expect(names).toEqual(['a', 'b'])
  expect(performance.now() - since).toBeGreaterThan(290)
})

test('where it has gone away nobody listens, until it comes back', async () => {
  await proxy.goAway()
  await expect(get('a', 100)).rejects.toBeInstanceOf(Error)
  await proxy.comeBack()
  expect(await get('a')).toBeUndefined()
})
