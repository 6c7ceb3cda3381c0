import { until } from '@taskplatform/bootstrap/local/until'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Services, startServices } from '../dev/services.ts'
import type { Server } from '../src/server.ts'
import { type Answer, type Client, clientOf, migrateServices, startApi } from './api.ts'

let services: Services
let server: Server
let api: Client
let user: Awaited<ReturnType<Client['newUser']>>
const ended = new AbortController()

beforeAll(async () => {
  services = await startServices()
  await migrateServices(services)
  server = await startApi(services)
  api = clientOf(server)
})

beforeEach(async () => {
  user = await api.newUser()
})

afterAll(async () => {
  ended.abort(new Error('the tests have ended'))
  await server?.stop()
  await services?.remove()
})

const ready = () => api.send('GET', '/health/ready')
const becomes = (status: string) =>
  until(async () => (await ready()).body['status'] === status, {
    what: `the API to be ${status}`,
    deadlineMs: 20_000,
    signal: ended.signal,
  })
const refresh = () => api.send('POST', '/api/v1/auth/refresh', { body: { refresh_token: user.tokens.refresh_token } })
const told = ({ status, body, headers }: Answer) => [status, body['code'], headers.get('retry-after')]

describe('without Redis', () => {
  test('tasks go on; login, refresh and logout say to come again; nobody is logged out', async () => {
    await services.redis.stop()
    await becomes('degraded')
    expect((await ready()).status).toBe(200)
    expect((await api.send('POST', '/api/v1/tasks', { ...user.auth, body: { title: 'in an outage' } })).status).toBe(
      201,
    )
    expect((await api.send('GET', '/api/v1/tasks', user.auth)).status).toBe(200)
    const refused = [503, 'unavailable', '1']
    expect(told(await refresh())).toEqual(refused)
    expect(told(await api.send('POST', '/api/v1/auth/login', { body: user }))).toEqual(refused)
    expect(told(await api.send('POST', '/api/v1/auth/logout', user.auth))).toEqual(refused)

    await services.redis.start()
    await becomes('ok')
    expect((await refresh()).status).toBe(200)
  })
})

describe('without the database', () => {
  test('requests are 503 with Retry-After, live stays, ready goes; and all comes back by itself', async () => {
    await services.database.stop()
    await becomes('unhealthy')
    expect([(await ready()).status, (await api.send('GET', '/health/live')).status]).toEqual([503, 200])
    expect(told(await api.send('GET', '/api/v1/tasks', user.auth))).toEqual([503, 'unavailable', '1'])
    expect(told(await refresh())).toEqual([503, 'unavailable', '1'])

    await services.database.start()
    await becomes('ok')
    expect((await api.send('GET', '/api/v1/tasks', user.auth)).status).toBe(200)
    // the refresh token was not spent on an attempt that could not succeed
    expect((await refresh()).status).toBe(200)
  })

  test('restarted under load: every failure is one that a retry saves, and no task that was confirmed is lost', async () => {
    const { auth } = user
    let running = true
    const confirmed: number[] = []
    const failures = new Map<string, number>()
    const worker = async () => {
      while (running) {
        const answer = await api.send<{ data: { id: number } }>('POST', '/api/v1/tasks', {
          ...auth,
          body: { title: 'x' },
        })
        if (answer.status === 201) confirmed.push(answer.body.data.id)
        else failures.set(String(told(answer as Answer)), 1)
      }
    }
    const workers = Array.from({ length: 6 }, worker)
    for (const signal of ['SIGINT', 'SIGKILL'] as const) {
      const before = confirmed.length
      await until(() => confirmed.length > before + 20, { what: 'load', deadlineMs: 20_000, signal: ended.signal })
      await services.database.stop(signal)
      await services.database.start()
    }
    const before = confirmed.length
    await until(() => confirmed.length > before + 20, {
      what: 'load after it',
      deadlineMs: 20_000,
      signal: ended.signal,
    })
    running = false
    await Promise.all(workers)

    expect([...failures.keys()]).toEqual(['503,unavailable,1'])
    const { rows } = await services.database.admin('select id from tasks')
    const stored = new Set(rows.map(({ id }) => id as number))
    expect(confirmed.filter((id) => !stored.has(id))).toEqual([])
  })

  test('that is slow: a request ends in time, and others are served', async () => {
    const slow = await startApi(services, { DB_STATEMENT_TIMEOUT_MS: '500' })
    const client = clientOf(slow)
    const { auth } = await client.newUser()
    const { body } = await client.send<{ data: { id: number } }>('POST', '/api/v1/tasks', {
      ...auth,
      body: { title: 'locked' },
    })
    const { promise, holding } = holdRow(body.data.id)
    await holding
    const begunAt = performance.now()
    const [changed, listed] = await Promise.all([
      client.send('PUT', `/api/v1/tasks/${body.data.id}`, { ...auth, body: { title: 'waits' } }),
      client.send('GET', '/api/v1/tasks', auth),
    ])
    expect([told(changed), listed.status]).toEqual([[503, 'unavailable', '1'], 200])
    expect(performance.now() - begunAt).toBeLessThan(5_000)
    await promise
    await slow.stop()
  })
})

test('a start without database and Redis waits for them', async () => {
  await Promise.all([services.database.stop(), services.redis.stop()])
  const lines: string[] = []
  const starting = startApi(services, {}, lines)
  await until(() => lines.some((line) => line.includes('waiting for them')), {
    what: 'the API to wait',
    deadlineMs: 10_000,
    signal: ended.signal,
  })
  await Promise.all([services.database.start(), services.redis.start()])
  const late = await starting
  expect((await clientOf(late).send('GET', '/health/ready')).status).toBe(200)
  await late.stop()
  await becomes('ok')
})

test('a stop ends what is under way and takes nothing new', async () => {
  const leaving = await startApi(services, { SHUTDOWN_DELAY_SECONDS: '1' })
  const client = clientOf(leaving)
  const { auth } = await client.newUser()
  const { body } = await client.send<{ data: { id: number } }>('POST', '/api/v1/tasks', {
    ...auth,
    body: { title: 'x' },
  })
  const { promise, holding } = holdRow(body.data.id)
  await holding
  const underWay = client.send('PUT', `/api/v1/tasks/${body.data.id}`, {
    ...auth,
    body: { title: 'in the last moment' },
  })
  const stopped = leaving.stop()
  await until(async () => (await client.send('GET', '/health/ready')).status === 503, {
    what: 'the pod to say that it leaves',
    deadlineMs: 5_000,
    intervalMs: 10,
    signal: ended.signal,
  })
  expect((await underWay).status).toBe(200)
  await Promise.all([stopped, promise])
  await expect(client.send('GET', '/health/live')).rejects.toThrow()
})

/** Locks a row for a second and a half, as somebody else's long transaction would. */
function holdRow(id: number) {
  const promise = services.database.admin(
    `begin; update tasks set title = 'held' where id = ${id}; select pg_sleep(1.5); commit`,
  )
  const holding = until(
    async () =>
      (
        await services.database.admin(
          `select 1 from pg_stat_activity where query like '%pg_sleep(1.5)%' and state = 'active' and pid <> pg_backend_pid()`,
        )
      ).rowCount === 1,
    { what: 'the row to be held', deadlineMs: 5_000, intervalMs: 20, signal: ended.signal },
  )
  return { promise, holding }
}
