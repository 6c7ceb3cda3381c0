import { Kysely, type LogEvent, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { DatabaseCredentials } from '../secrets/database-credentials.ts'
import type { Rotating } from '../secrets/secret-file.ts'
import { connectionSettings } from './connection-settings.ts'
import { createRotatingPool, type PoolStats } from './rotating-pool.ts'
import type { Schema } from './schema.ts'

/** The database, for queries; `ping` asks whether it answers, within `ms` milliseconds. */
export type Database = Readonly<{
  query: Kysely<Schema>
  ping(ms: number): Promise<void>
  stats(): PoolStats
  close(): Promise<void>
}>

/** Told of each query: how long it took in seconds, and whether it failed. */
export type QueryListener = (seconds: number, failed: boolean) => void

/** A database of the configuration; nothing is connected yet. */
export async function openDatabase(
  config: Config,
  credentials: Rotating<DatabaseCredentials>,
  { log, onQuery }: Readonly<{ log: Logger; onQuery: QueryListener }>,
): Promise<Database> {
  const timeout = config.DB_STATEMENT_TIMEOUT_MS
  const pool = createRotatingPool(
    {
      ...(await connectionSettings(config)),
      max: config.pool.max,
      connectionTimeoutMillis: 3_000,
      idleTimeoutMillis: 30_000,
      // an instance that took over after a failure is found again within this time
      maxLifetimeSeconds: 300,
      statement_timeout: timeout,
      // a server that says nothing at all is cut off by us
      query_timeout: timeout + 1_000,
      idle_in_transaction_session_timeout: 30_000,
    },
    credentials,
    log,
  )
  const query = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool, controlClient: pg.Client }),
    log: (event: LogEvent) => onQuery(event.queryDurationMillis / 1000, event.level === 'error'),
  })
  return {
    query,
    ping: (ms) => within(ms, sql`select 1`.execute(query)),
    stats: pool.stats,
    close: () => query.destroy(),
  }
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${ms} ms`)), ms)
  try {
    await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
