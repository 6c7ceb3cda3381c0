import { execFile } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { until } from '@taskplatform/bootstrap/local/until'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Services, startServices } from '../dev/services.ts'
import { type Client, clientOf, environment, migrateServices, secretIn, startApi } from './api.ts'

let services: Services
const ended = new AbortController()

beforeAll(async () => {
  services = await startServices()
  await migrateServices(services)
})

afterAll(async () => {
  ended.abort(new Error('the tests have ended'))
  await services?.remove()
})

/** Runs the program that the CronJob runs, as the master user. */
const rotate = async (...args: string[]) => {
  const env = { ...process.env, ...environment(services), SECRETS_FOLDER: services.folder, JWT_SPREAD_SECONDS: '1' }
  const ids = { DATABASE_SECRET_ID: 'database.json', JWT_SECRET_ID: 'jwt.json' }
  return promisify(execFile)(process.execPath, ['apps/api/src/rotate.ts', ...args], { env: { ...env, ...ids } })
}

const secret = async <T>(name: string): Promise<T> => JSON.parse(await readFile(join(services.folder, name), 'utf8'))

test('the first rotation makes a role that may do what the API does, and nothing else', async () => {
  const { stdout } = await rotate('database')
  const { username, password } = await secret<{ username: string; password: string }>('database.json')
  expect(username).toBe('task_app_a')
  expect(stdout).not.toContain(password)
  const { rows } = await services.database.admin(`
    select has_table_privilege('task_app_a', 'tasks', 'insert') as adds,
      has_table_privilege('task_app_a', 'tasks', 'truncate') as empties,
      has_schema_privilege('task_app_a', 'public', 'create') as makes,
      has_table_privilege('task_app_a', 'kysely_migration', 'select') as looks`)
  expect(rows[0]).toEqual({ adds: true, empties: false, makes: false, looks: false })
})

test('roles take turns, and the one before still gets in', async () => {
  const before = await secret<{ username: string; password: string }>('database.json')
  await rotate('database')
  expect((await secret<{ username: string }>('database.json')).username).toBe('task_app_b')
  const old = await startApi(services, { DB_USER: before.username, DB_PASSWORD: before.password })
  expect((await clientOf(old).send('GET', '/health/ready')).status).toBe(200)
  await old.stop()
})

test('under load both rotate, and no request fails and nobody is logged out', async () => {
  await rotate()
  const server = await startApi(services, {
    DB_CREDENTIALS_FILE: join(services.folder, 'database.json'),
    JWT_KEYS_FILE: join(services.folder, 'jwt.json'),
  })
  const api = clientOf(server)
  const user = await api.newUser()
  const load = startLoad(api, user.tokens.access_token)

  const connectedAs = async () => {
    const { rows } = await services.database.admin(
      `select distinct usename from pg_stat_activity where application_name = 'task-api'`,
    )
    return rows.map(({ usename }) => usename as string)
  }
  const keyOf = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid as string
  const {
    keys: [first],
  } = await secret<{ keys: { kid: string }[] }>('jwt.json')
  const [role] = await connectedAs()

  await rotate()
  await until(async () => !(await connectedAs()).includes(role ?? ''), {
    what: 'connections to begin under the new role',
    deadlineMs: 30_000,
    signal: ended.signal,
  })
  let refreshToken = user.tokens.refresh_token
  await until(
    async () => {
      const { body } = await api.send<typeof user.tokens>('POST', '/api/v1/auth/refresh', {
        body: { refresh_token: refreshToken },
      })
      refreshToken = body.refresh_token
      return keyOf(body.access_token) !== first?.kid
    },
    { what: 'tokens to be signed with the new key', deadlineMs: 30_000, signal: ended.signal },
  )
  const { statuses, made } = await load.stop()
  expect(statuses).toEqual(new Set([200, 201]))
  expect(await countOf(api, user.tokens.access_token)).toBe(made)
  await server.stop()
})

test.each([
  { why: 'no content', content: '' },
  { why: 'no JSON', content: 'password=hunter2-secret' },
  { why: 'a ring without keys', content: '{"keys":[],"note":"hunter2-secret"}' },
])('a key ring with $why stops the start, with the file and without its content', async ({ content }) => {
  const path = await secretIn(services, 'bad.json', content)
  const error = await startApi(services, { JWT_KEYS_FILE: path }).catch((reason) => reason as Error)
  expect(String(error)).toContain(path)
  expect(String(error)).not.toContain('hunter2')
})

test('a secret that goes bad later keeps its old value', async () => {
  const ring = await secret('jwt.json')
  const path = await secretIn(services, 'later.json', ring)
  const lines: string[] = []
  const server = await startApi(services, { JWT_KEYS_FILE: path }, lines)
  const api = clientOf(server)
  const { auth } = await api.newUser()
  await secretIn(services, 'later.json', 'hunter2-secret')
  await until(() => lines.some((line) => line.includes('the old value stays')), {
    what: 'the bad file to be complained about',
    deadlineMs: 15_000,
    signal: ended.signal,
  })
  await rm(path)
  expect((await api.send('GET', '/api/v1/tasks', auth)).status).toBe(200)
  expect(lines.join('')).not.toContain('hunter2')
  await server.stop()
})

const countOf = async (api: Client, token: string): Promise<number> =>
  (await api.send<{ meta: { total: number } }>('GET', '/api/v1/tasks', { token })).body.meta.total

/** Four clients that make and read tasks until they are stopped. */
function startLoad(api: Client, token: string) {
  const statuses = new Set<number>()
  let made = 0
  let running = true
  const worker = async () => {
    while (running) {
      const { status } = await api.send('POST', '/api/v1/tasks', { token, body: { title: 'under load' } })
      if (status === 201) made++
      statuses.add(status).add((await api.send('GET', '/api/v1/tasks?per_page=5', { token })).status)
    }
  }
  const workers = Array.from({ length: 4 }, worker)
  return {
    stop: async () => {
      running = false
      await Promise.all(workers)
      return { statuses, made }
    },
  }
}
