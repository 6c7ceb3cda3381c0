import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findDataPrograms } from '@taskplatform/bootstrap/local/build/data-programs'
import { createAuthority, issue } from '@taskplatform/bootstrap/local/certificates'
import { localConfig } from '@taskplatform/bootstrap/local/config'
import { until } from '@taskplatform/bootstrap/local/until'
import { ordinaryUser } from '@taskplatform/bootstrap/twin/backends/databases/ordinary-user'
import pg from 'pg'
import { createClient } from 'redis'

/** A program that can be taken down and brought back, as an outage would. */
export type Service = Readonly<{ port: number; start(): Promise<void>; stop(signal?: NodeJS.Signals): Promise<void> }>

/** A real PostgreSQL and a real Redis, both with TLS, on ports of their own. */
export type Services = Readonly<{
  folder: string
  caFile: string
  database: Service &
    Readonly<{ master: { user: string; password: string }; admin(sql: string): Promise<pg.QueryResult> }>
  redis: Service & Readonly<{ password: string; flush(): Promise<void> }>
  remove(): Promise<void>
}>

/** Starts both. They run until `remove`, or until this process ends. */
export async function startServices(): Promise<Services> {
  const { root, cache } = localConfig()
  const programs = await findDataPrograms(root, cache)
  const folder = await mkdtemp(join(tmpdir(), 'task-api-'))
  const files = await writeCertificates(folder)
  const database = await startPostgres(folder, programs, files)
  const redis = await startRedis(folder, programs['redis-server'], files)
  return {
    folder,
    caFile: files.ca,
    database,
    redis,
    remove: async () => {
      await Promise.all([database.stop('SIGINT'), redis.stop('SIGTERM')])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

type Files = Readonly<{ ca: string; certificate: string; key: string }>
type Programs = Awaited<ReturnType<typeof findDataPrograms>>

async function writeCertificates(folder: string): Promise<Files> {
  const authority = await createAuthority('task-api-test', new Date())
  const subject = {
    commonName: 'localhost',
    purpose: 'server',
    dnsNames: ['localhost'],
    addresses: ['127.0.0.1'],
  } as const
  const { certificate, key } = await issue(authority, subject, new Date())
  const files = { ca: join(folder, 'ca.crt'), certificate: join(folder, 'tls.crt'), key: join(folder, 'tls.key') }
  await writeFile(files.ca, authority.certificate)
  await writeFile(files.certificate, certificate)
  await writeFile(files.key, key, { mode: 0o600 })
  return files
}

async function startPostgres(
  folder: string,
  { initdb, postgres }: Programs,
  files: Files,
): Promise<Services['database']> {
  const master = { user: 'dbadmin', password: 'master-password' }
  const data = join(folder, 'data')
  const passwordFile = join(folder, 'master-password')
  await writeFile(passwordFile, master.password)
  const init = ordinaryUser([
    initdb,
    '-D',
    data,
    '-U',
    master.user,
    '-A',
    'scram-sha-256',
    `--pwfile=${passwordFile}`,
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
  ])
  await promisify(execFile)(init.command, [...init.args])
  await writeFile(join(data, 'pg_hba.conf'), 'hostssl all all 127.0.0.1/32 scram-sha-256\n')
  const port = await freePort()
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    ssl: 'on',
    ssl_cert_file: files.certificate,
    ssl_key_file: files.key,
    fsync: 'off',
    max_connections: '60',
  }
  const run = ordinaryUser([
    postgres,
    '-D',
    data,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ])
  const connection = { host: 'localhost', port, ...master, ssl: { ca: await readCa(files) } }
  const ask = async (sql: string, database = 'taskmanager') => {
    const client = new pg.Client({ ...connection, database })
    client.on('error', () => {})
    await client.connect()
    try {
      return await client.query(sql)
    } finally {
      await client.end()
    }
  }
  const process = service(port, run, async () => Boolean(await ask('select 1', 'postgres')))
  await process.start()
  await ask('create database taskmanager', 'postgres')
  return { ...process, master, admin: (sql) => ask(sql) }
}

async function startRedis(folder: string, program: string, files: Files): Promise<Services['redis']> {
  const port = await freePort()
  const password = 'redis-password'
  const data = join(folder, 'redis')
  await mkdir(data)
  await chmod(data, 0o700)
  const flags = {
    bind: '127.0.0.1',
    port: '0',
    'tls-port': String(port),
    'tls-cert-file': files.certificate,
    'tls-key-file': files.key,
    'tls-ca-cert-file': files.ca,
    'tls-auth-clients': 'no',
    requirepass: password,
    dir: data,
    save: '',
    appendonly: 'yes',
  }
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])
  const ca = await readCa(files)
  const ask = async (command: 'PING' | 'FLUSHALL') => {
    const client = createClient({
      password,
      socket: { host: 'localhost', port, tls: true, ca, reconnectStrategy: false },
    })
    client.on('error', () => {})
    await client.connect()
    try {
      return await client.sendCommand([command])
    } finally {
      client.destroy()
    }
  }
  const process = service(port, { command: program, args }, async () => String(await ask('PING')) === 'PONG')
  await process.start()
  return { ...process, password, flush: async () => void (await ask('FLUSHALL')) }
}

function service(
  port: number,
  { command, args }: { command: string; args: readonly string[] },
  answers: () => Promise<boolean>,
): Service {
  let running: ReturnType<typeof spawn> | undefined
  return {
    port,
    start: async () => {
      running = spawn(command, [...args], { stdio: 'ignore' })
      await until(() => answers().catch(() => false), {
        what: `${command} on port ${port} to answer`,
        deadlineMs: 30_000,
        signal: new AbortController().signal,
      })
    },
    stop: async (signal = 'SIGKILL') => {
      const child = running
      running = undefined
      if (!child || child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.kill(signal)
      await ended
    },
  }
}

const readCa = async ({ ca }: Files): Promise<string> => (await import('node:fs/promises')).readFile(ca, 'utf8')

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
