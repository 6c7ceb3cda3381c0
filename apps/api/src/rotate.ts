import { randomBytes } from 'node:crypto'
import { readDatabaseConfig } from './config.ts'
import { connectionSettings } from './database/connection-settings.ts'
import { ConfigError, SecretFileError } from './errors.ts'
import { createLog } from './observability/log.ts'
import { rotateDatabaseRole } from './rotation/rotate-database-role.ts'
import { rotateKeyRing } from './rotation/rotate-key-ring.ts'
import { type SecretStore, secretFolder, secretsManager } from './rotation/secret-store.ts'
import { type RotationSettings, readRotationSettings, readTargets, rotationUsage } from './rotation/settings.ts'
import { parseDatabaseCredentials } from './secrets/database-credentials.ts'
import { databaseCredentials } from './secrets/sources.ts'
import { parseKeyRing } from './tokens/key-ring.ts'

const log = createLog(process.env['LOG_LEVEL'] || 'info')
try {
  const args = process.argv.slice(2)
  if (args.includes('--help')) console.log(rotationUsage)
  else {
    const targets = readTargets(args)
    const settings = readRotationSettings(process.env, targets)
    const store = settings.SECRETS_FOLDER
      ? secretFolder(settings.SECRETS_FOLDER)
      : await secretsManager(settings.SECRETS_MANAGER_ENDPOINT)
    if (targets.includes('database')) await rotateDatabase(settings, store)
    if (targets.includes('jwt')) await rotateKeys(settings, store)
  }
} catch (error) {
  // messages of the database may quote a statement, and that holds a verifier
  const isOurs = error instanceof ConfigError || error instanceof SecretFileError
  const { code, name } = error as Error & { code?: string }
  if (isOurs) console.error(error.message)
  else log.error({ type: name, code, message: code ? undefined : (error as Error).message }, 'rotation failed')
  process.exitCode = 1
}

async function rotateDatabase({ DATABASE_SECRET_ID: id = '' }: RotationSettings, store: SecretStore): Promise<void> {
  const config = readDatabaseConfig(process.env)
  const master = await databaseCredentials(config, log)
  const { username: user, password } = master.current()
  master.close()
  const stored = await store.read(id)
  const inUse = stored === undefined ? undefined : parseDatabaseCredentials(stored)
  const admin = { ...(await connectionSettings(config)), user, password }
  const fresh = await rotateDatabaseRole(admin, inUse, randomBytes(32).toString('base64url'))
  await store.write(id, JSON.stringify(fresh))
  log.info({ role: fresh.username, before: inUse?.username }, 'database role renewed')
}

async function rotateKeys(settings: RotationSettings, store: SecretStore): Promise<void> {
  const { JWT_SECRET_ID: id = '', JWT_SPREAD_SECONDS, JWT_REFRESH_EXPIRES_DAYS } = settings
  const stored = await store.read(id)
  const fresh = { kid: randomBytes(6).toString('hex'), secret: randomBytes(48).toString('base64url') }
  const times = {
    now: Date.now(),
    spreadMs: JWT_SPREAD_SECONDS * 1000,
    longestTokenMs: JWT_REFRESH_EXPIRES_DAYS * 86_400_000,
  }
  const ring = rotateKeyRing(stored === undefined ? undefined : parseKeyRing(stored), fresh, times)
  await store.write(id, JSON.stringify(ring))
  log.info({ kid: fresh.kid, keys: ring.keys.length }, 'key ring renewed')
}
