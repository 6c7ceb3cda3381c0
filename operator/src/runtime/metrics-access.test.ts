import { expect, test } from 'vitest'
import { createFakeClock } from '../../test/memory/clock.ts'
import { createMemoryLog } from '../../test/memory/log.ts'
import type { AccessReviews } from '../ports/access-reviews.ts'
import { probeApp } from './http-server.ts'
import { createMetrics } from './metrics.ts'
import { onlyForReaders } from './metrics-access.ts'

/** A cluster that knows prometheus and eve by their tokens, and lets the one read. */
const setUp = () => {
  const [clock, log] = [createFakeClock(), createMemoryLog()]
  const asked: string[] = []
  let down = false
  const reviews: AccessReviews = {
    whoHas: async (token) => {
      asked.push(`who has ${token}`)
      if (down) throw new Error('no network')
      return ['prometheus', 'eve'].includes(token) ? { username: token } : undefined
    },
    may: async ({ username }, { verb, path }) => {
      asked.push(`may ${username} ${verb} ${path}`)
      return username === 'prometheus'
    },
  }
  const guard = onlyForReaders({ reviews, clock, log })
  const app = probeApp({ metrics: createMetrics({ process: false }), guard, healthy: [], ready: [] })
  const get = async (authorization?: string, path = '/metrics') => {
    const response = await app.request(path, { headers: authorization === undefined ? {} : { authorization } })
    return response.status
  }
  return {
    clock,
    log,
    asked,
    get,
    breakDown: () => {
      down = true
    },
  }
}

test.each([
  { why: 'who may read them', authorization: 'Bearer prometheus', status: 200 },
  { why: 'who writes the scheme small', authorization: 'bearer prometheus', status: 200 },
  { why: 'who may not', authorization: 'Bearer eve', status: 403 },
  { why: 'whom nobody knows', authorization: 'Bearer mallory', status: 401 },
  { why: 'who says nothing', authorization: undefined, status: 401 },
  { why: 'who tries a password', authorization: 'Basic cHJvbWV0aGV1czo=', status: 401 },
  { why: 'an empty token', authorization: 'Bearer ', status: 401 },
])('metrics for $why: $status', async ({ authorization, status }) =>
  expect(await setUp().get(authorization)).toBe(status),
)

test.each(['/healthz', '/readyz'])('%s is open, as the kubelet brings no token', async (path) =>
  expect(await setUp().get(undefined, path)).toBe(200),
)

test('the cluster is asked once, however many ask at the same time', async () => {
  const { get, asked } = setUp()
  expect(await Promise.all([1, 2, 3].map(() => get('Bearer prometheus')))).toEqual([200, 200, 200])
  expect(asked).toEqual(['who has prometheus', 'may prometheus get /metrics'])
})

test.each([
  { why: 'who somebody is, for a minute', token: 'prometheus', ms: 60_000, again: ['who has prometheus'] },
  {
    why: 'a yes, for five',
    token: 'prometheus',
    ms: 300_000,
    again: ['who has prometheus', 'may prometheus get /metrics'],
  },
  { why: 'a no, for half a minute', token: 'eve', ms: 30_000, again: ['may eve get /metrics'] },
  { why: 'that nobody knows a token, for half a minute', token: 'mallory', ms: 30_000, again: ['who has mallory'] },
])('remembered is $why', async ({ token, ms, again }) => {
  const { clock, get, asked } = setUp()
  await get(`Bearer ${token}`)
  asked.length = 0
  await clock.advance(ms - 1)
  await get(`Bearer ${token}`)
  const early = asked.filter((question) => again.at(-1) === question)
  expect(early).toEqual([])
  await clock.advance(1)
  asked.length = 0
  await get(`Bearer ${token}`)
  expect(asked).toContain(again.at(-1))
})

test('while the cluster cannot be asked nobody is let in, which is told without the token, and not remembered', async () => {
  const { get, breakDown, log, asked } = setUp()
  breakDown()
  expect(await get('Bearer prometheus')).toBe(503)
  expect(await get('Bearer prometheus')).toBe(503)
  expect(asked).toHaveLength(2)
  expect(JSON.stringify(log.lines)).not.toContain('Bearer prometheus')
})
