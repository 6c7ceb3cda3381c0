import { readFile } from 'node:fs/promises'
import type { PoolConfig } from 'pg'
import type { DatabaseConfig } from '../config.ts'
import { ConfigError } from '../errors.ts'

/** How the database is reached, without who asks. TLS is verified against the CA, name of the host included. */
export async function connectionSettings(config: DatabaseConfig): Promise<PoolConfig> {
  const { DB_HOST: host, DB_PORT: port, DB_NAME: database, DB_SSLMODE, DB_CA_FILE } = config
  const ssl = DB_SSLMODE === 'disable' ? false : { rejectUnauthorized: true, ...(await authority(DB_CA_FILE)) }
  return { host, port, database, ssl, keepAlive: true, application_name: 'task-api' }
}

/** Certificates of the authority to trust, of a file of PEM; those of Node.js, if none is given. */
export async function authority(path: string | undefined): Promise<{ ca?: string }> {
  if (!path) return {}
  try {
    return { ca: await readFile(path, 'utf8') }
  } catch (error) {
    throw new ConfigError(
      `The file ${path} with the certificates to trust cannot be read: correct the variable that names it`,
      {
        cause: error,
      },
    )
  }
}
