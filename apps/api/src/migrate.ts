import { readDatabaseConfig } from './config.ts'
import { connectionSettings } from './database/connection-settings.ts'
import { isOutage } from './database/errors.ts'
import { migrate } from './database/migrate.ts'
import { ConfigError, SecretFileError } from './errors.ts'
import { createLog } from './observability/log.ts'
import { databaseCredentials } from './secrets/sources.ts'

// Brings the schema to the newest version, as whoever owns it: the master user. Waits for a database that is not up yet.

const log = createLog(process.env['LOG_LEVEL'] || 'info')
const waitMs = Number(process.env['MIGRATION_WAIT_SECONDS'] || 120) * 1000

try {
  if (process.argv.includes('--help')) {
    console.log(
      'Usage: node migrate.js\n\nBrings the database of DB_HOST, DB_NAME and so on to the newest schema. MIGRATION_WAIT_SECONDS (120): how long to wait for it.',
    )
  } else {
    const done = await migrateWhenUp(Date.now() + waitMs)
    log.info({ done }, done.length > 0 ? 'migrated' : 'nothing to migrate')
  }
} catch (error) {
  console.error(error instanceof ConfigError || error instanceof SecretFileError ? error.message : error)
  process.exitCode = 1
}

async function migrateWhenUp(deadline: number): Promise<readonly string[]> {
  const config = readDatabaseConfig(process.env)
  const settings = await connectionSettings(config)
  const credentials = await databaseCredentials(config, log)
  try {
    for (;;) {
      try {
        await credentials.refresh()
        const { username: user, password } = credentials.current()
        return await migrate({ ...settings, user, password })
      } catch (error) {
        if (!isOutage(error) || Date.now() > deadline) throw error
        log.warn({ code: (error as { code?: string }).code }, 'the database does not answer yet, waiting for it')
        await new Promise((resolve) => setTimeout(resolve, 2_000))
      }
    }
  } finally {
    credentials.close()
  }
}
