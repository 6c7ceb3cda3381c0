import { execFile } from 'node:child_process'
import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Kept } from '../../../local/process/keep-running.ts'
import type { Running } from '../backend.ts'
import type { Engine, Home } from '../data-service.ts'
import type { BackendContext } from '../registry.ts'
import { answers, asAdmin, ensureDatabase } from './admin.ts'
import type { DatabaseSpec } from './databases.ts'
import { ordinaryUser } from './ordinary-user.ts'

/** PostgreSQL as an engine: `initdb` and `postgres` are among the programs of the context. */
export const postgres = ({ programs, env, vault }: BackendContext): Omit<Engine<DatabaseSpec>, 'kind' | 'wanted'> => {
  const adminPassword = vault.open('derived:rds/rdsadmin') ?? ''
  const program = (name: 'initdb' | 'postgres', args: readonly string[]) => {
    const path = programs[name]
    if (!path) throw new Error(`The databases backend needs --program=${name}=PATH`)
    return ordinaryUser([path, ...args])
  }
  return {
    initialise: async ({ folder, data }) => {
      const passwordFile = join(folder, 'admin-password')
      await writeFile(passwordFile, adminPassword, { mode: 0o600 })
      const args = [
        '-D',
        data,
        '-U',
        'rdsadmin',
        '-A',
        'scram-sha-256',
        `--pwfile=${passwordFile}`,
        '-E',
        'UTF8',
        '--locale=C.UTF-8',
        '--no-sync',
      ]
      const { command, args: all } = program('initdb', args)
      await promisify(execFile)(command, [...all], { env }).finally(() => rm(passwordFile))
    },
    copyLive: (source, to) =>
      asAdmin(source, adminPassword, async (client) => {
        await client.query(`SELECT pg_backup_start('restore', true)`)
        await cp(source.data, to, { recursive: true, filter: (path) => !path.endsWith('postmaster.pid') })
        const { rows } = await client.query('SELECT labelfile FROM pg_backup_stop(false)')
        // what was written while the copy was made is in the log up to now
        await cp(join(source.data, 'pg_wal'), join(to, 'pg_wal'), { recursive: true, force: true })
        await writeFile(join(to, 'backup_label'), String(rows[0]?.labelfile), { mode: 0o600 })
      }),
    run: async (home, spec, keep) => {
      const isNews = await writeAccess(home, spec)
      const server = await keep({
        ...program('postgres', serverFlags(home)),
        probe: () => answers(home, adminPassword),
        readyMs: 30_000,
        graceMs: 10_000,
      })
      if (isNews) reload(server)
      await ensureDatabase(home, adminPassword, { ...spec, password: vault.open(spec.password) ?? '' })
      return running(home)
    },
  }
}

/** Lets the server read its files again. */
const reload = (server: Kept): void => {
  const pid = server.identity()?.pid
  if (pid !== undefined) process.kill(pid, 'SIGHUP')
}

const running = ({ port }: Home): Running => ({
  facts: { address: '127.0.0.1', endpoint: `127.0.0.1:${port}`, port },
})

/** Its files cannot be lost by a crash of the twin, only by one of the machine: so they need not be synced. */
const serverFlags = ({ data, port, files }: Home): string[] => [
  '-D',
  data,
  ...Object.entries({
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    ssl: 'on',
    ssl_cert_file: files.certificate,
    ssl_key_file: files.key,
    ssl_min_protocol_version: 'TLSv1.2',
    fsync: 'off',
    shared_buffers: '16MB',
    max_connections: '60',
    log_connections: 'off',
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
]

/** Who may connect from where; gives whether that is another than before. */
const writeAccess = async ({ data }: Home, { forceTls }: DatabaseSpec): Promise<boolean> => {
  const path = join(data, 'pg_hba.conf')
  const text = `hostssl all rdsadmin 127.0.0.1/32 scram-sha-256\n${forceTls ? 'hostssl' : 'host'} all all 127.0.0.1/32 scram-sha-256\n`
  if ((await readFile(path, 'utf8').catch(() => '')) === text) return false
  await writeFile(path, text, { mode: 0o600 })
  return true
}
