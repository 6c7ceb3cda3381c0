import { readFile } from 'node:fs/promises'
import { Client, escapeIdentifier, escapeLiteral } from 'pg'
import type { Home } from '../data-service.ts'

/** Works as the administrator that RDS itself has in each server, over TLS. */
export const asAdmin = async <T>(
  { port, files }: Pick<Home, 'port' | 'files'>,
  password: string,
  work: (client: Client) => Promise<T>,
  database = 'postgres',
): Promise<T> => {
  const ssl = { ca: await readFile(files.ca, 'utf8') }
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: 'rdsadmin',
    password,
    database,
    ssl,
    connectionTimeoutMillis: 5_000,
  })
  // a server that is stopped under the client's feet is no reason to die
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Whether the server answers. */
export const answers = (home: Home, password: string): Promise<boolean> =>
  asAdmin(home, password, async (client) => {
    await client.query('SELECT 1')
    return true
  }).catch(() => false)

/** Sees to it that the master user has its password and the database is there. */
export const ensureDatabase = (
  home: Home,
  adminPassword: string,
  { username, password, database }: Readonly<{ username: string; password: string; database: string | undefined }>,
): Promise<void> =>
  asAdmin(home, adminPassword, async (client) => {
    const user = escapeIdentifier(username)
    await ensureRole(client, 'rds_superuser', 'NOLOGIN')
    await client.query('GRANT pg_monitor, pg_signal_backend, pg_checkpoint TO rds_superuser WITH ADMIN OPTION')
    await ensureRole(client, username, 'LOGIN CREATEDB CREATEROLE')
    await client.query(`ALTER ROLE ${user} PASSWORD ${escapeLiteral(password)}`)
    await client.query(`GRANT rds_superuser TO ${user}`)
    if (database === undefined || (await has(client, 'pg_database', 'datname', database))) return
    await client.query(`CREATE DATABASE ${escapeIdentifier(database)} OWNER ${user}`)
  })

const ensureRole = async (client: Client, name: string, rights: string): Promise<void> => {
  if (await has(client, 'pg_roles', 'rolname', name)) return
  await client.query(`CREATE ROLE ${escapeIdentifier(name)} ${rights}`)
}

const has = async (client: Client, table: string, column: string, name: string): Promise<boolean> =>
  ((await client.query(`SELECT 1 FROM ${table} WHERE ${column} = $1`, [name])).rowCount ?? 0) > 0
