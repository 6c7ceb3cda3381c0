import { Kysely, PostgresDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { migrations } from './migrations/migrations.ts'

/** Whom and where to migrate. */
export type MigrationTarget = pg.PoolConfig

/**
 * Brings the schema to the newest version and gives the names of what was done. All of it happens in one transaction under a lock,
 * so of several at a time one works and the others find nothing to do. Throws what the database says.
 */
export async function migrate(target: MigrationTarget): Promise<readonly string[]> {
  const pool = new pg.Pool({ ...target, max: 2, connectionTimeoutMillis: 5_000, application_name: 'task-api-migrate' })
  pool.on('error', () => {})
  const database = new Kysely<unknown>({ dialect: new PostgresDialect({ pool, controlClient: pg.Client }) })
  try {
    const migrator = new Migrator({ db: database, provider: { getMigrations: async () => ({ ...migrations }) } })
    const { error, results = [] } = await migrator.migrateToLatest()
    if (error) throw error
    return results.filter(({ status }) => status === 'Success').map(({ migrationName }) => migrationName)
  } finally {
    await database.destroy()
  }
}
