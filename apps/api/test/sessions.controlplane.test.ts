import type { Session, Tokens } from '@taskplatform/app-contract/session'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Services, startServices } from '../dev/services.ts'
import type { Server } from '../src/server.ts'
import { type Client, clientOf, migrateServices, startApi } from './api.ts'

let services: Services
let server: Server
let api: Client

beforeAll(async () => {
  services = await startServices()
  await migrateServices(services)
  server = await startApi(services, {
    LOGIN_FAILURES_BEFORE_LOCK: '3',
    CORS_ALLOWED_ORIGINS: 'https://tasks.example.com',
  })
  api = clientOf(server)
})

afterAll(async () => {
  await server?.stop()
  await services?.remove()
})

/** What somebody gets who asked for no cookie. */
type Given = Tokens & { refresh_token: string }

const login = (username: string, password: string, headers: Record<string, string> = {}) =>
  api.send<Given>('POST', '/api/v1/auth/login', { body: { username, password }, headers })

const refresh = (refresh_token: string) => api.send<Given>('POST', '/api/v1/auth/refresh', { body: { refresh_token } })

const statusOf = async (token: string) => (await api.send('GET', '/api/v1/tasks', { token })).status

describe('sessions', () => {
  test('two logins are two sessions: ending one leaves the other', async () => {
    const { username, password, tokens } = await api.newUser()
    const second = await login(username, password, { 'user-agent': 'phone' })
    const { body } = await api.send<{ data: Session[] }>('GET', '/api/v1/auth/sessions', { token: tokens.access_token })
    expect(body.data.map(({ current, user_agent, ip }) => ({ current, user_agent, ip }))).toEqual([
      { current: false, user_agent: 'phone', ip: '127.0.0.1' },
      { current: true, user_agent: 'node', ip: '127.0.0.1' },
    ])
    const other = body.data.find(({ current }) => !current)
    const ended = await api.send('DELETE', `/api/v1/auth/sessions/${other?.id}`, { token: tokens.access_token })
    expect(ended.status).toBe(200)
    expect([await statusOf(second.body.access_token), await statusOf(tokens.access_token)]).toEqual([401, 200])
    expect((await refresh(second.body.refresh_token)).status).toBe(401)
  })

  test('sessions of others cannot be ended', async () => {
    const [owner, other] = [await api.newUser(), await api.newUser()]
    const { body } = await api.send<{ data: Session[] }>('GET', '/api/v1/auth/sessions', owner.auth)
    const answer = await api.send('DELETE', `/api/v1/auth/sessions/${body.data[0]?.id}`, other.auth)
    expect([answer.status, await statusOf(owner.tokens.access_token)]).toEqual([404, 200])
  })

  test('a refresh token is good once; used again later it ends the session, for a thief and for the owner', async () => {
    const { tokens } = await api.newUser()
    const second = (await refresh(tokens.refresh_token)).body
    const third = (await refresh(second.refresh_token)).body
    expect((await refresh(tokens.refresh_token)).status).toBe(401)
    expect((await refresh(third.refresh_token)).status).toBe(401)
    expect(await statusOf(third.access_token)).toBe(401)
  })

  test('two refreshes at the same moment both go on, with the same token in force', async () => {
    const { tokens } = await api.newUser()
    const both = await Promise.all([refresh(tokens.refresh_token), refresh(tokens.refresh_token)])
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    for (const { body } of both) expect(await statusOf(body.access_token)).toBe(200)
    const next = await Promise.all(both.map(({ body }) => refresh(body.refresh_token)))
    expect(next.map(({ status }) => status)).toEqual([200, 200])
  })

  test('a deleted account cannot go on', async () => {
    const { username, tokens } = await api.newUser()
    await services.database.admin(`delete from users where username = '${username}'`)
    expect((await refresh(tokens.refresh_token)).status).toBe(401)
    expect(await statusOf(tokens.access_token)).toBe(401)
  })

  test('of more than twenty sessions the oldest end', async () => {
    const { username, password, tokens } = await api.newUser()
    for (let i = 0; i < 20; i++) await login(username, password)
    expect(await statusOf(tokens.access_token)).toBe(401)
  })
})

describe('a browser', () => {
  const cookie = { 'x-token-delivery': 'cookie' }
  const cookiesOf = (headers: Headers) => headers.getSetCookie()
  const jar = (headers: Headers) =>
    cookiesOf(headers)
      .map((line) => line.split(';')[0])
      .join('; ')
  const csrfIn = (headers: Headers) => /csrf_token=([^;]+)/.exec(jar(headers))?.[1] ?? ''

  test('gets its refresh token in a cookie that no script can read, and never in the body', async () => {
    const { username, password } = await api.newUser()
    const { body, headers } = await login(username, password, cookie)
    expect(Object.keys(body).sort()).toEqual(['access_token', 'expires_in', 'token_type'])
    const [token = '', csrf = ''] = cookiesOf(headers)
    expect(token).toMatch(/^refresh_token=.+; Max-Age=604800; Path=\/api\/v1\/auth; HttpOnly; SameSite=Strict$/)
    expect(csrf).toMatch(/^csrf_token=.+; Max-Age=604800; Path=\/; SameSite=Strict$/)
  })

  test.each([
    { why: 'without the header', header: () => ({}) },
    { why: 'with a wrong one', header: () => ({ 'x-csrf-token': 'guess' }) },
  ])('is refused a refresh $why, and its session stays', async ({ header }) => {
    const { username, password } = await api.newUser()
    const { headers } = await login(username, password, cookie)
    const refused = await api.send('POST', '/api/v1/auth/refresh', { headers: { cookie: jar(headers), ...header() } })
    expect([refused.status, refused.body['code']]).toEqual([403, 'csrf'])
    const good = { cookie: jar(headers), 'x-csrf-token': csrfIn(headers) }
    expect((await api.send('POST', '/api/v1/auth/refresh', { headers: good })).status).toBe(200)
  })

  test('loses its cookies at logout, and with a session that has ended', async () => {
    const { username, password } = await api.newUser()
    const { body, headers } = await login(username, password, cookie)
    const good = { cookie: jar(headers), 'x-csrf-token': csrfIn(headers) }
    const out = await api.send('POST', '/api/v1/auth/logout', { token: body.access_token })
    expect(cookiesOf(out.headers).every((line) => line.includes('Expires=Thu, 01 Jan 1970'))).toBe(true)
    const again = await api.send('POST', '/api/v1/auth/refresh', { headers: good })
    expect([again.status, cookiesOf(again.headers).length]).toEqual([401, 2])
  })

  test.each([
    { origin: 'https://tasks.example.com', allowed: 'https://tasks.example.com' },
    { origin: 'https://evil.example.com', allowed: null },
  ])('of the origin $origin may read: $allowed', async ({ origin, allowed }) => {
    const headers = { origin, 'access-control-request-method': 'PUT' }
    const { status, headers: answer } = await api.send('OPTIONS', '/api/v1/tasks/1', { headers })
    expect([status, answer.get('access-control-allow-origin')]).toEqual([204, allowed])
  })
})

describe('guessing', () => {
  test('after some failures the account is locked for a while, even for the right password', async () => {
    const { username, password } = await api.newUser()
    for (let i = 0; i < 3; i++) expect((await login(username, 'wrong')).status).toBe(401)
    const locked = await login(username, password)
    expect([locked.status, Number(locked.headers.get('retry-after'))]).toEqual([429, 60])
    const { username: other, password: theirs } = await api.newUser()
    expect((await login(other, theirs)).status).toBe(200)
  })

  test('a success in between forgets the failures', async () => {
    const { username, password } = await api.newUser()
    for (let i = 0; i < 2; i++) await login(username, 'wrong')
    expect((await login(username, password)).status).toBe(200)
    for (let i = 0; i < 2; i++) await login(username, 'wrong')
    expect((await login(username, password)).status).toBe(200)
  })

  test('a name that does not exist is locked in the same way', async () => {
    for (let i = 0; i < 3; i++) await login('phantom', 'wrong')
    expect((await login('phantom', 'wrong')).status).toBe(429)
  })

  test('an address that tries many names is slowed down', async () => {
    const few = await startApi(services, { ATTEMPTS_PER_ADDRESS: '5', TRUSTED_PROXIES: '127.0.0.1' })
    const client = clientOf(few)
    const headers = { 'x-forwarded-for': '203.0.113.9' }
    const tries = []
    for (let i = 0; i < 6; i++) {
      tries.push(
        (await client.send('POST', '/api/v1/auth/login', { body: { username: `n${i}`, password: 'x' }, headers }))
          .status,
      )
    }
    expect(tries).toEqual([401, 401, 401, 401, 401, 429])
    const elsewhere = { 'x-forwarded-for': '203.0.113.10' }
    expect(
      (await client.send('POST', '/api/v1/auth/login', { body: { username: 'n9', password: 'x' }, headers: elsewhere }))
        .status,
    ).toBe(401)
    await few.stop()
  })

  test('an address in a header counts only from a proxy that is trusted', async () => {
    const { username, password } = await api.newUser()
    const { body } = await login(username, password, { 'x-forwarded-for': '203.0.113.7' })
    const { body: list } = await api.send<{ data: Session[] }>('GET', '/api/v1/auth/sessions', {
      token: body.access_token,
    })
    expect(list.data.map(({ ip }) => ip)).toEqual(['127.0.0.1', '127.0.0.1'])
  })
})

describe('imported accounts', () => {
  // bcrypt of "imported password", cost 4
  const hash = '$2b$04$'

  test('a bcrypt hash lets in, and becomes Argon2id', async () => {
    const { hash: bcrypt } = await import('@node-rs/bcrypt')
    const stored = await bcrypt('imported password', { cost: 4 })
    expect(stored.startsWith(hash)).toBe(true)
    await services.database.admin(
      `insert into users (username, email, password_hash) values ('imported', 'i@example.com', '${stored}')`,
    )
    expect((await login('imported', 'another password')).status).toBe(401)
    expect((await login('imported', 'imported password')).status).toBe(200)
    const { rows } = await services.database.admin(`select password_hash from users where username = 'imported'`)
    expect(rows[0].password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect((await login('imported', 'imported password')).status).toBe(200)
  })
})

test('two registrations of one name at the same moment: one account, one 409', async () => {
  const register = (email: string) =>
    api.send('POST', '/api/v1/auth/register', { body: { username: 'twin', email, password: 'a good password' } })
  const statuses = (await Promise.all([register('a@example.com'), register('b@example.com')])).map(
    ({ status }) => status,
  )
  expect(statuses.sort()).toEqual([201, 409])
})
