import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Services, startServices } from '../dev/services.ts'
import type { Server } from '../src/server.ts'
import { type Client, clientOf, migrateServices, startApi } from './api.ts'

// The routes that clients of earlier installations know, body by body and status by status.

let services: Services
let server: Server
let api: Client
const lines: string[] = []

beforeAll(async () => {
  services = await startServices()
  await migrateServices(services)
  server = await startApi(services, {}, lines)
  api = clientOf(server)
})

afterAll(async () => {
  await server?.stop()
  await services?.remove()
})

const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

describe('health', () => {
  test.each([
    { path: '/health/live', body: { status: 'ok' } },
    { path: '/health/startup', body: { status: 'ok' } },
    { path: '/health/ready', body: { status: 'ok', database: 'ok', redis: 'ok' } },
  ])('$path', async ({ path, body }) => {
    await expect.poll(async () => (await api.send('GET', path)).body, { timeout: 5_000 }).toEqual(body)
  })

  test('metrics have the names, labels and buckets that dashboards know, and no probes', async () => {
    await api.send('GET', '/api/v1/tasks/1')
    const text = String((await api.send('GET', '/metrics')).body)
    expect(text).toContain('http_requests_total{method="GET",path="/api/v1/tasks/:id",status="401"}')
    expect(text).toMatch(/http_request_duration_seconds_bucket\{le="0.25",method="GET",path="\/api\/v1\/tasks\/:id"\}/)
    expect(text).toContain('http_requests_in_flight 0')
    expect(text).toMatch(/db_pool_connections\{state="idle"\} \d/)
    expect(text).toContain('redis_up 1')
    expect(text).not.toContain('path="/health')
  })
})

describe('accounts and sessions', () => {
  test('register, login, refresh, logout: bodies and statuses', async () => {
    const account = { username: 'ada', email: 'ada@example.com', password: 'a good password' }
    const registered = await api.send('POST', '/api/v1/auth/register', { body: account })
    expect(registered.status).toBe(201)
    expect(registered.body).toEqual({
      data: { id: expect.any(Number), username: 'ada', email: 'ada@example.com', created_at: moment },
    })

    const login = await api.send('POST', '/api/v1/auth/login', { body: account })
    expect(login.status).toBe(200)
    const four = {
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      expires_in: 900,
      token_type: 'Bearer',
    }
    expect(login.body).toEqual(four)
    expect(login.headers.get('cache-control')).toBe('no-store')

    const refreshed = await api.send('POST', '/api/v1/auth/refresh', {
      body: { refresh_token: login.body['refresh_token'] },
    })
    expect(refreshed.status).toBe(200)
    expect(refreshed.body).toEqual(four)
    expect(refreshed.body['refresh_token']).not.toBe(login.body['refresh_token'])

    const token = String(refreshed.body['access_token'])
    const logout = await api.send('POST', '/api/v1/auth/logout', { token })
    expect([logout.status, logout.body]).toEqual([200, { message: 'logged out successfully' }])
    expect((await api.send('GET', '/api/v1/tasks', { token })).status).toBe(401)
  })

  test.each([
    { why: 'the same name', body: { username: 'grace', email: 'other@example.com', password: 'a good password' } },
    { why: 'the same address', body: { username: 'other', email: 'grace@example.com', password: 'a good password' } },
  ])('$why is taken', async ({ body }) => {
    await api.send('POST', '/api/v1/auth/register', {
      body: { username: 'grace', email: 'grace@example.com', password: 'a good password' },
    })
    const answer = await api.send('POST', '/api/v1/auth/register', { body })
    expect([answer.status, answer.body['error']]).toEqual([409, 'user already exists'])
  })

  test.each([
    { why: 'nothing', body: {}, fields: ['username', 'email', 'password'] },
    {
      why: 'a short name',
      body: { username: 'ab', email: 'a@b.co', password: 'a good password' },
      fields: ['username'],
    },
    { why: 'no address', body: { username: 'abc', email: 'ab.co', password: 'a good password' }, fields: ['email'] },
    { why: 'a short password', body: { username: 'abc', email: 'a@b.co', password: '1234567' }, fields: ['password'] },
    {
      why: 'a password of 129',
      body: { username: 'abc', email: 'a@b.co', password: 'x'.repeat(129) },
      fields: ['password'],
    },
    { why: 'a list', body: [], fields: [''] },
  ])('a registration with $why is 400 and names the fields', async ({ body, fields }) => {
    const answer = await api.send<{ details: { field: string }[] }>('POST', '/api/v1/auth/register', { body })
    expect(answer.status).toBe(400)
    expect(answer.body.details.map(({ field }) => field)).toEqual(fields)
  })

  test('a password of 128 characters works: no limit of 72 bytes', async () => {
    const password = `${'ü'.repeat(127)}1`
    const body = { username: 'long', email: 'long@example.com', password }
    expect((await api.send('POST', '/api/v1/auth/register', { body })).status).toBe(201)
    expect((await api.send('POST', '/api/v1/auth/login', { body })).status).toBe(200)
    const other = { ...body, password: `${'ü'.repeat(127)}2` }
    expect((await api.send('POST', '/api/v1/auth/login', { body: other })).status).toBe(401)
  })

  test.each([
    { why: 'a wrong password', body: { username: 'ada', password: 'wrong password' } },
    { why: 'a name that does not exist', body: { username: 'nobody', password: 'wrong password' } },
  ])('$why is the same 401', async ({ body }) => {
    const answer = await api.send('POST', '/api/v1/auth/login', { body })
    expect([answer.status, answer.body['error']]).toEqual([401, 'invalid username or password'])
  })

  test.each([
    { why: 'no header', headers: {}, error: 'authorization header required' },
    { why: 'another scheme', headers: { authorization: 'Basic abc' }, error: 'invalid authorization header format' },
    { why: 'three parts', headers: { authorization: 'Bearer a b' }, error: 'invalid authorization header format' },
    { why: 'no token of ours', headers: { authorization: 'Bearer abc' }, error: 'invalid or expired token' },
  ])('$why: 401 and why', async ({ headers, error }) => {
    const answer = await api.send('GET', '/api/v1/tasks', { headers })
    expect([answer.status, answer.body['error']]).toEqual([401, error])
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
  })

  test('each kind of token is refused where the other is wanted', async () => {
    const { tokens } = await api.newUser()
    expect((await api.send('GET', '/api/v1/tasks', { token: tokens.refresh_token })).status).toBe(401)
    const swapped = await api.send('POST', '/api/v1/auth/refresh', { body: { refresh_token: tokens.access_token } })
    expect([swapped.status, swapped.body['error']]).toEqual([401, 'invalid or expired refresh token'])
  })
})

describe('tasks', () => {
  test('a task is made with defaults, read, changed, and deleted', async () => {
    const { auth } = await api.newUser()
    const made = await api.send<{ data: { id: number } }>('POST', '/api/v1/tasks', {
      ...auth,
      body: { title: 'write tests' },
    })
    expect(made.status).toBe(201)
    const { id } = made.body.data
    expect(made.body.data).toEqual({
      id,
      user_id: expect.any(Number),
      title: 'write tests',
      status: 'TODO',
      priority: 'MEDIUM',
      created_at: moment,
      updated_at: moment,
    })
    expect(made.headers.get('location')).toBe(`/api/v1/tasks/${id}`)
    expect((await api.send('GET', `/api/v1/tasks/${id}`, auth)).body).toEqual(made.body)

    const status = await api.send('PATCH', `/api/v1/tasks/${id}/status`, { ...auth, body: { status: 'DONE' } })
    expect([status.status, status.body]).toEqual([200, { message: 'status updated successfully' }])

    const changed = await api.send('PUT', `/api/v1/tasks/${id}`, {
      ...auth,
      body: { title: '', priority: 'HIGH', description: 'soon' },
    })
    expect(changed.body['data']).toMatchObject({
      title: 'write tests',
      status: 'DONE',
      priority: 'HIGH',
      description: 'soon',
    })

    const deleted = await api.send('DELETE', `/api/v1/tasks/${id}`, auth)
    expect([deleted.status, deleted.body]).toEqual([200, { message: 'task deleted successfully' }])
    expect((await api.send('GET', `/api/v1/tasks/${id}`, auth)).status).toBe(404)
  })

  test.each([
    { why: 'null clears', body: { description: null, due_date: null } },
    { why: 'an empty description clears', body: { description: '', due_date: null } },
  ])('$why', async ({ body }) => {
    const { auth } = await api.newUser()
    const given = { title: 'x', description: 'y', due_date: '2026-12-01T09:00:00+09:00' }
    const made = await api.send<{ data: { id: number; due_date: string } }>('POST', '/api/v1/tasks', {
      ...auth,
      body: given,
    })
    expect(made.body.data.due_date).toBe('2026-12-01T00:00:00.000Z')
    const changed = await api.send<{ data: object }>('PUT', `/api/v1/tasks/${made.body.data.id}`, { ...auth, body })
    expect(Object.keys(changed.body.data)).not.toContain('description')
    expect(Object.keys(changed.body.data)).not.toContain('due_date')
  })

  test('tasks of others do not exist', async () => {
    const [owner, other] = [await api.newUser(), await api.newUser()]
    const { body } = await api.send<{ data: { id: number } }>('POST', '/api/v1/tasks', {
      ...owner.auth,
      body: { title: 'mine' },
    })
    const path = `/api/v1/tasks/${body.data.id}`
    for (const [method, suffix, change] of [
      ['GET', '', undefined],
      ['PUT', '', { title: 'yours' }],
      ['PATCH', '/status', { status: 'DONE' }],
      ['DELETE', '', undefined],
    ] as const) {
      const answer = await api.send(method, path + suffix, { ...other.auth, body: change })
      expect([method, answer.status, answer.body['error']]).toEqual([method, 404, 'task not found'])
    }
  })

  test.each([
    { id: 'abc', status: 400, error: 'invalid task id' },
    { id: '0', status: 400, error: 'invalid task id' },
    { id: '-1', status: 400, error: 'invalid task id' },
    { id: '99999999999', status: 404, error: 'task not found' },
    { id: '2147483647', status: 404, error: 'task not found' },
  ])('the id $id is $status', async ({ id, status, error }) => {
    const { auth } = await api.newUser()
    const answer = await api.send('GET', `/api/v1/tasks/${id}`, auth)
    expect([answer.status, answer.body['error']]).toEqual([status, error])
  })

  test.each([
    { why: 'no title', body: {}, field: 'title' },
    { why: 'a title of blanks', body: { title: '  ' }, field: 'title' },
    { why: 'a title of 201', body: { title: 'x'.repeat(201) }, field: 'title' },
    { why: 'an unknown status', body: { title: 'x', status: 'LATER' }, field: 'status' },
    { why: 'an unknown priority', body: { title: 'x', priority: 'low' }, field: 'priority' },
    { why: 'a date without time', body: { title: 'x', due_date: '2026-12-01' }, field: 'due_date' },
    { why: 'a time without offset', body: { title: 'x', due_date: '2026-12-01T09:00:00' }, field: 'due_date' },
    { why: 'a day that does not exist', body: { title: 'x', due_date: '2026-02-30T09:00:00Z' }, field: 'due_date' },
    { why: 'a character that cannot be stored', body: { title: 'a\u0000b' }, field: 'title' },
  ])('$why is 400 and names the field', async ({ body, field }) => {
    const { auth } = await api.newUser()
    const answer = await api.send<{ details: { field: string }[] }>('POST', '/api/v1/tasks', { ...auth, body })
    expect(answer.status).toBe(400)
    expect(answer.body.details.map((one) => one.field)).toEqual([field])
  })

  test('bodies that are no JSON, too large or of another type', async () => {
    const { auth } = await api.newUser()
    const statuses = await Promise.all([
      api.send('POST', '/api/v1/tasks', { ...auth, body: '{"title":' }),
      api.send('POST', '/api/v1/tasks', { ...auth, body: { title: 'x', description: 'x'.repeat(70_000) } }),
      api.send('POST', '/api/v1/tasks', { ...auth, body: 'title=x', headers: { 'content-type': 'text/plain' } }),
    ])
    expect(statuses.map(({ status, body }) => [status, body['code']])).toEqual([
      [400, 'invalid_request'],
      [413, 'payload_too_large'],
      [415, 'unsupported_media_type'],
    ])
  })
})

test('what does not exist is 404, and a slash at the end does not matter', async () => {
  expect((await api.send('GET', '/nothing')).status).toBe(404)
  expect((await api.send('DELETE', '/api/v1/tasks')).status).toBe(404)
  const { auth } = await api.newUser()
  expect((await api.send('GET', '/api/v1/tasks/', auth)).status).toBe(200)
})

test('the log has a line for each request, and no password, token or address', () => {
  const text = lines.join('')
  expect(text).toContain('"path":"/api/v1/auth/login"')
  for (const secret of ['a good password', 'ada@example.com', 'eyJ', 'correct horse'])
    expect(text).not.toContain(secret)
})
