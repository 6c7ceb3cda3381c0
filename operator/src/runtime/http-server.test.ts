import { describe, expect, test } from 'vitest'
import { createFakeClock } from '../../test/memory/clock.ts'
import type { Cache } from '../ports/cache.ts'
import { createHttpServer, probeApp } from './http-server.ts'
import { createMetrics } from './metrics.ts'
import { cacheProbe, workerProbe } from './probes.ts'

const clock = createFakeClock(1_000_000)
const cache = (synced: boolean, silentMs: number): Cache => ({
  name: 'configmaps',
  silenceLimitMs: 70_000,
  run: async () => {},
  synced: async () => {},
  hasSynced: () => synced,
  lastHeard: () => clock.monotonic() - silentMs,
})
const worker = (busyMs: number) => ({ name: 'test', timeoutMs: 60_000, longestRunningMs: () => busyMs })

describe('probes', () => {
  test.each([
    {
      why: 'ready: synced and in touch',
      path: '/readyz',
      cache: cache(true, 140_000),
      busyMs: 0,
      status: 200,
      text: 'ok\n',
    },
    {
      why: 'not ready before the first list',
      path: '/readyz',
      cache: cache(false, 0),
      busyMs: 0,
      status: 503,
      text: 'cache configmaps: not synced yet\n',
    },
    {
      why: 'not ready when out of touch',
      path: '/readyz',
      cache: cache(true, 141_000),
      busyMs: 0,
      status: 503,
      text: 'cache configmaps: nothing heard for 141 s\n',
    },
    {
      why: 'healthy with a slow worker',
      path: '/healthz',
      cache: cache(true, 0),
      busyMs: 120_000,
      status: 200,
      text: 'ok\n',
    },
    {
      why: 'not healthy with a stuck one',
      path: '/healthz',
      cache: cache(true, 0),
      busyMs: 121_000,
      status: 503,
      text: 'controller test: a worker has been stuck for 121 s\n',
    },
    {
      why: 'being out of touch is no reason to be restarted',
      path: '/healthz',
      cache: cache(false, 0),
      busyMs: 0,
      status: 200,
      text: 'ok\n',
    },
  ])('$why', async ({ path, cache, busyMs, status, text }) => {
    const app = probeApp({
      metrics: createMetrics({ process: false }),
      healthy: [workerProbe(worker(busyMs))],
      ready: [cacheProbe(cache, clock)],
    })
    const response = await app.request(path)
    expect([response.status, await response.text()]).toEqual([status, text])
  })
})

test('metrics are served in the text format, with those of the process', async () => {
  const metrics = createMetrics({ process: true })
  metrics.counter({ name: 'cats_total', help: 'Cats.', labels: ['colour'] }).add({ colour: 'black' }, 2)
  const response = await probeApp({ metrics, healthy: [], ready: [] }).request('/metrics')
  const text = await response.text()
  expect(response.headers.get('content-type')).toContain('text/plain')
  expect(text).toContain('cats_total{colour="black"} 2')
  expect(text).toMatch(/process_resident_memory_bytes \d+/)
  expect(text).toContain('nodejs_eventloop_lag_seconds')
})

test('a server listens, answers and ends with its connections', async () => {
  const server = createHttpServer({
    host: '127.0.0.1',
    port: 0,
    metrics: createMetrics({ process: false }),
    healthy: [],
    ready: [],
  })
  const url = `http://127.0.0.1:${await server.start()}/healthz`
  expect((await fetch(url)).status).toBe(200)
  await server.stop()
  await expect(fetch(url)).rejects.toThrow('fetch failed')
  await server.stop()
})

test('a port that is taken is an error', async () => {
  const options = { host: '127.0.0.1', metrics: createMetrics({ process: false }), healthy: [], ready: [] }
  const first = createHttpServer({ ...options, port: 0 })
  const port = await first.start()
  await expect(createHttpServer({ ...options, port }).start()).rejects.toThrow('EADDRINUSE')
  await first.stop()
})
