import type { Logger } from 'pino'
import type { Config, DatabaseConfig } from '../config.ts'
import { type KeyRing, parseKeyRing, ringOfOne } from '../tokens/key-ring.ts'
import { type DatabaseCredentials, parseDatabaseCredentials } from './database-credentials.ts'
import { constant, type Rotating, secretFile } from './secret-file.ts'

/** Where the API has its secrets from; each may change while it runs. */
export type Secrets = Readonly<{
  database: Rotating<DatabaseCredentials>
  redisPassword: Rotating<string | undefined>
  keyRing: Rotating<KeyRing>
}>

/** Files where they are given, else what stands in the environment. */
export async function openSecrets(config: Config, log: Logger): Promise<Secrets> {
  const { REDIS_PASSWORD_FILE, REDIS_PASSWORD, JWT_KEYS_FILE, JWT_SECRET = '' } = config
  return {
    database: await databaseCredentials(config, log),
    redisPassword: REDIS_PASSWORD_FILE
      ? await secretFile(REDIS_PASSWORD_FILE, (text) => text, { log })
      : constant(REDIS_PASSWORD),
    keyRing: JWT_KEYS_FILE ? await secretFile(JWT_KEYS_FILE, parseKeyRing, { log }) : constant(ringOfOne(JWT_SECRET)),
  }
}

/** The credentials of the database alone. */
export async function databaseCredentials(
  { DB_CREDENTIALS_FILE, DB_USER = '', DB_PASSWORD = '' }: DatabaseConfig,
  log: Logger,
): Promise<Rotating<DatabaseCredentials>> {
  if (!DB_CREDENTIALS_FILE) return constant({ username: DB_USER, password: DB_PASSWORD })
  return secretFile(DB_CREDENTIALS_FILE, parseDatabaseCredentials, { log })
}

/** Ends the watching of files. */
export function closeSecrets({ database, redisPassword, keyRing }: Secrets): void {
  for (const secret of [database, redisPassword, keyRing]) secret.close()
}
