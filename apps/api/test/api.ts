import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Tokens } from '@taskplatform/app-contract/session'
import { until } from '@taskplatform/bootstrap/local/until'
import { pino } from 'pino'
import type { Services } from '../dev/services.ts'
import { readConfig } from '../src/config.ts'
import { migrate } from '../src/database/migrate.ts'
import { type Server, startServer } from '../src/server.ts'

/** An answer, read. */
export type Answer<T = Record<string, unknown>> = Readonly<{ status: number; headers: Headers; body: T }>

/** A client of one running API. */
export type Client = Readonly<{
  url: string
  send<T = Record<string, unknown>>(method: string, path: string, options?: SendOptions): Promise<Answer<T>>
  /** A new account, logged in. */
  newUser(name?: string): Promise<
    Readonly<{
      username: string
      password: string
      tokens: Tokens & { refresh_token: string }
      auth: { token: string }
    }>
  >
}>

type SendOptions = Readonly<{ body?: unknown; token?: string | undefined; headers?: Record<string, string> }>

/** Environment of an API in front of these services, as the master user unless told otherwise. */
export const environment = (
  { caFile, database, redis }: Services,
  more: Record<string, string> = {},
): Record<string, string> => ({
  HOST: '127.0.0.1',
  PORT: '0',
  DB_PORT: String(database.port),
  DB_CA_FILE: caFile,
  DB_USER: database.master.user,
  DB_PASSWORD: database.master.password,
  DB_CONNECTION_LIMIT: '30',
  DB_MAX_PODS: '1',
  REDIS_PORT: String(redis.port),
  REDIS_CA_FILE: caFile,
  REDIS_PASSWORD: redis.password,
  JWT_SECRET: 'a secret of tests that is long enough',
  COOKIE_SECURE: 'false',
  SHUTDOWN_DELAY_SECONDS: '0',
  ATTEMPTS_PER_ADDRESS: '100000',
  ...more,
})

/** Starts an API in this process. `lines` gets what it logs. */
export async function startApi(
  services: Services,
  more: Record<string, string> = {},
  lines: string[] = [],
): Promise<Server> {
  const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) })
  const server = await startServer(readConfig(environment(services, more)), log)
  await until(async () => (await fetch(`http://127.0.0.1:${server.port}/health/startup`)).ok, {
    what: 'the API to start',
    deadlineMs: 20_000,
    intervalMs: 20,
    signal: new AbortController().signal,
  })
  return server
}

/** Brings the database to the newest schema. */
export const migrateServices = async ({ caFile, database }: Services): Promise<readonly string[]> =>
  migrate({
    host: 'localhost',
    port: database.port,
    database: 'taskmanager',
    ...database.master,
    ssl: { ca: await (await import('node:fs/promises')).readFile(caFile, 'utf8') },
  })

/** Writes a secret file and gives its path. */
export async function secretIn({ folder }: Services, name: string, content: unknown): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

/** Talks to an API as its clients do. */
export function clientOf({ port }: Pick<Server, 'port'>): Client {
  const url = `http://127.0.0.1:${port}`
  const send: Client['send'] = async (method, path, { body, token, headers = {} } = {}) => {
    const answer = await fetch(url + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
      redirect: 'manual',
    })
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, body: parsed(text) as never }
  }
  return {
    url,
    send,
    newUser: async (name = `user-${crypto.randomUUID().slice(0, 8)}`) => {
      const password = 'correct horse battery'
      await send('POST', '/api/v1/auth/register', { body: { username: name, email: `${name}@example.com`, password } })
      const { body } = await send<Tokens & { refresh_token: string }>('POST', '/api/v1/auth/login', {
        body: { username: name, password },
      })
      return { username: name, password, tokens: body, auth: { token: body.access_token } }
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
