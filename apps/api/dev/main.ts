import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { NotBuiltError } from '@taskplatform/bootstrap/local/errors'
import { until } from '@taskplatform/bootstrap/local/until'
import { migrate } from '../src/database/migrate.ts'
import { type Services, startServices } from './services.ts'

// `make app`: a real PostgreSQL and a real Redis with TLS, and the API in front of them, started anew when a file changes.

const port = Number(process.env['APP_PORT'] || 8080)
const demo = { username: 'demo', email: 'demo@example.com', password: 'demo-password' }
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort(new Error(signal)))

try {
  console.log('Starting PostgreSQL and Redis')
  const services = await startServices()
  try {
    await migrate({
      host: 'localhost',
      port: services.database.port,
      database: 'taskmanager',
      ...services.database.master,
      ssl: { ca: await readFile(services.caFile, 'utf8') },
    })
    await serve(services)
  } finally {
    await services.remove()
  }
} catch (error) {
  if (!stopping.signal.aborted) {
    console.error(error instanceof NotBuiltError ? `${error.message}\n${error.cure}` : error)
    process.exitCode = 1
  }
}

async function serve({ caFile, database, redis }: Services): Promise<void> {
  const env = {
    ...process.env,
    HOST: '127.0.0.1',
    PORT: String(port),
    DB_PORT: String(database.port),
    DB_CA_FILE: caFile,
    DB_USER: database.master.user,
    DB_PASSWORD: database.master.password,
    REDIS_PORT: String(redis.port),
    REDIS_CA_FILE: caFile,
    REDIS_PASSWORD: redis.password,
    JWT_SECRET: 'for this machine only, and for no other',
    COOKIE_SECURE: 'false',
    SHUTDOWN_DELAY_SECONDS: '0',
  }
  const entry = new URL('../src/main.ts', import.meta.url).pathname
  const api = spawn(process.execPath, ['--watch', '--watch-preserve-output', entry], { env, stdio: 'inherit' })
  const ended = once(api, 'exit')
  const url = `http://127.0.0.1:${port}`
  await until(async () => (await fetch(`${url}/health/startup`).catch(() => undefined))?.ok, {
    what: `the API on port ${port}`,
    cure: 'Is the port taken? Choose another: APP_PORT=8081 make app',
    deadlineMs: 60_000,
    signal: stopping.signal,
  })
  const headers = { 'content-type': 'application/json' }
  await fetch(`${url}/api/v1/auth/register`, { method: 'POST', headers, body: JSON.stringify(demo) })
  console.log(
    `\nAPI       ${url}\nDocument  ${url}/openapi.json\nLog in as ${demo.username}, password ${demo.password}; Ctrl-C ends all of it\n`,
  )
  await Promise.race([ended, new Promise((resolve) => stopping.signal.addEventListener('abort', resolve))])
  api.kill('SIGTERM')
  await ended
}
