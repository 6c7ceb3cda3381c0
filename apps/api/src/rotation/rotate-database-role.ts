import pg from 'pg'
import { applicationRole } from '../database/migrations/0004-role-of-the-application.ts'
import type { DatabaseCredentials } from '../secrets/database-credentials.ts'

/** The two roles that take turns. */
export const loginRoles = [`${applicationRole}_a`, `${applicationRole}_b`] as const

/**
 * Gives the role that is not in use a new password, and proves that it gets in. The role in use is not touched: its connections
 * live on, and so does everybody who still knows only its password, until the next turn. `admin` is the master user.
 */
export async function rotateDatabaseRole(
  admin: pg.ClientConfig,
  inUse: DatabaseCredentials | undefined,
  newPassword: string,
): Promise<DatabaseCredentials> {
  const username = inUse?.username === loginRoles[0] ? loginRoles[1] : loginRoles[0]
  await withClient(admin, (client) => renew(client, username, newPassword))
  const fresh = { username, password: newPassword }
  await withClient({ ...admin, user: username, password: newPassword }, (client) =>
    client.query('select 1 from tasks limit 1'),
  )
  return fresh
}

async function renew(client: pg.Client, role: string, password: string): Promise<void> {
  const name = client.escapeIdentifier(role)
  await client.query(`
    do $$ begin
      create role ${name} login in role ${client.escapeIdentifier(applicationRole)};
    exception when duplicate_object then null;
    end $$`)
  // the password would stand in the server's log, if statements are logged: a verifier does not help anybody
  await client.query(`alter role ${name} login password ${client.escapeLiteral(await scramVerifier(password))}`)
}

/** Password as PostgreSQL keeps it for SCRAM-SHA-256, RFC 5803. */
async function scramVerifier(password: string): Promise<string> {
  const { createHash, createHmac, pbkdf2, randomBytes } = await import('node:crypto')
  const { promisify } = await import('node:util')
  const [salt, iterations] = [randomBytes(16), 4096]
  const salted = await promisify(pbkdf2)(password, salt, iterations, 32, 'sha256')
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest()
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64')
  const serverKey = hmac('Server Key').toString('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`
}

async function withClient<T>(config: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...config, connectionTimeoutMillis: 5_000, application_name: 'task-api-rotate' })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
