import { describe, expect, test } from 'vitest'
import { type Reply, statusReply } from '../../test/fake-apiserver/answers.ts'
import {
  configMap,
  configMapPath,
  configMaps,
  seriesValue,
  useFakeApiServer,
} from '../../test/fake-apiserver/fixture.ts'
import type { Interference } from '../../test/fake-apiserver/server.ts'
import { until } from '../../test/fake-apiserver/until.ts'
import { DeadlineError, TransportError } from '../errors.ts'

const given = useFakeApiServer()
const key = { namespace: 'default', name: 'a' }

const reading = () => given.connection.client.get(configMaps, key, { signal: given.signal })
const creating = () => given.connection.client.create(configMaps, configMap('b'), { signal: given.signal })

/** Gives `reply` to the first `count` requests. */
const first = (count: number, reply: Reply): Interference => {
  let left = count
  return () => (left-- > 0 ? reply : undefined)
}

describe('retries', () => {
  const busy = statusReply(429, 'TooManyRequests', 'busy', { 'retry-after': '3' })
  const unready = statusReply(503, 'ServiceUnavailable', 'starting')

  test.each([
    { why: 'a busy server is asked again when it said', reply: busy, call: reading, waits: [3000] },
    { why: 'so it is for a creation, as nothing was done yet', reply: busy, call: creating, waits: [3000] },
    { why: 'a read survives a server that is not ready', reply: unready, call: reading, waits: [100] },
    { why: 'a creation does not: it may have been done', reply: unready, call: creating, waits: [] },
  ])('$why', async ({ reply, call, waits }) => {
    given.server.interfere(first(1, reply))
    const outcome = call().then(
      () => 'done',
      () => 'failed',
    )
    for (const wait of waits) {
      await until(() => given.clock.untilNext() <= 5000)
      expect(given.clock.untilNext()).toBe(wait)
      await given.clock.advance(wait)
    }
    expect(await outcome).toBe(waits.length > 0 ? 'done' : 'failed')
    expect(given.server.requests).toHaveLength(waits.length + 1)
  })

  test('repetitions are counted, by what came of the attempt before', async () => {
    given.server.interfere(first(1, busy))
    const outcome = reading()
    await until(() => given.clock.untilNext() <= 5000)
    await given.clock.advance(3000)
    await outcome
    const counted = (code: string) =>
      seriesValue(
        given.metrics,
        `rest_client_request_retries_total{code="${code}",verb="get",host="${given.connection.host}"}`,
      )
    expect([await counted('429'), await counted('503')]).toEqual([1, 0])
  })

  test('a server that never recovers is left alone after five attempts', async () => {
    given.server.interfere(() => unready)
    const outcome = reading().catch((error) => error)
    for (let attempt = 1; attempt < 5; attempt++) {
      await until(() => given.clock.untilNext() <= 5000)
      await given.clock.advance(given.clock.untilNext())
    }
    expect(await outcome).toMatchObject({ status: 503, reason: 'ServiceUnavailable' })
    expect(given.server.requests).toHaveLength(5)
  })
})

describe('deadlines and faults', () => {
  test('a call without an answer ends at its deadline', async () => {
    given.server.interfere(() => 'hang')
    const outcome = reading().catch((error) => error)
    await until(() => given.server.requests.length === 1)
    await given.clock.advance(30_000)
    expect(await outcome).toBeInstanceOf(DeadlineError)
  })

  test('a caller can give up', async () => {
    given.server.interfere(() => 'hang')
    const controller = new AbortController()
    const outcome = given.connection.client.get(configMaps, key, { signal: controller.signal }).catch((error) => error)
    await until(() => given.server.requests.length === 1)
    controller.abort('enough')
    expect(await outcome).toBe('enough')
    await until(() => given.server.openConnections() === 0)
  })

  test('a server that is away is an error that names it, and is counted', async () => {
    await given.server.stop()
    const outcome = creating().catch((error) => error)
    for (let attempt = 1; attempt < 5; attempt++) {
      await until(() => given.clock.untilNext() <= 5000)
      await given.clock.advance(given.clock.untilNext())
    }
    const error = await outcome
    expect(error).toBeInstanceOf(TransportError)
    expect(error).toMatchObject({ code: 'TRANSPORT', fault: 'ECONNREFUSED' })
    expect(error.message).toContain(`at ${given.connection.host}: ECONNREFUSED. Check that the API server runs`)
    const series = `rest_client_requests_total{code="<error>",method="POST",host="${given.connection.host}"}`
    expect(await seriesValue(given.metrics, series)).toBe(5)
  })

  test('a call goes on after the server was restarted', async () => {
    given.server.history.put(configMapPath('a'), configMap('a'))
    await reading()
    await given.server.stop()
    await given.server.restart()
    const outcome = reading()
    // whether the dead connection is noticed before it is used again is up to the kernel
    const found = await Promise.race([outcome, until(() => given.clock.untilNext() <= 5000)])
    if (found === true) await given.clock.advance(given.clock.untilNext())
    expect(await outcome).toMatchObject({ metadata: { name: 'a' } })
  })
})

test('closing lets a call end, but not for ever', async () => {
  given.server.interfere(() => 'hang')
  const outcome = given.connection.client.raw('GET', '/slow', { signal: given.signal }).catch((error) => error)
  await until(() => given.server.requests.length === 1)
  const closing = given.connection.close()
  await given.clock.advance(4_999)
  expect(given.server.openConnections()).toBe(1)
  await given.clock.advance(1)
  await closing
  expect(await outcome).toMatchObject({ code: 'TRANSPORT' })
})
