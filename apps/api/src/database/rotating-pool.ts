import pg from 'pg'
import type { Logger } from 'pino'
import type { DatabaseCredentials } from '../secrets/database-credentials.ts'
import type { Rotating } from '../secrets/secret-file.ts'

/** How many connections there are, as `pg` counts them. */
export type PoolStats = Readonly<{ total: number; idle: number; waiting: number }>

/** A pool whose connections begin under the credentials of the moment. Those that are in use live on when these change. */
export interface RotatingPool {
  readonly options: object
  connect(): Promise<pg.PoolClient>
  end(): Promise<void>
  stats(): PoolStats
}

/** Opens nothing yet: connections are made when needed. */
export function createRotatingPool(
  settings: pg.PoolConfig,
  credentials: Rotating<DatabaseCredentials>,
  log: Pick<Logger, 'warn' | 'info'>,
): RotatingPool {
  let current = open()
  const ending = new Set<Promise<void>>()

  function open(): pg.Pool {
    const { username: user, password } = credentials.current()
    const pool = new pg.Pool({ ...settings, user, password })
    // an idle connection that is cut is no event: the next request opens another
    pool.on('error', (error) =>
      log.warn({ code: (error as { code?: string }).code }, 'idle database connection was cut'),
    )
    return pool
  }
  function replace(): void {
    const old = current
    current = open()
    const ended = old
      .end()
      .catch(() => {})
      .finally(() => ending.delete(ended))
    ending.add(ended)
    log.info('database credentials have changed, new connections use them')
  }
  credentials.onChange(replace)

  return {
    options: settings,
    connect: async () => {
      const pool = current
      try {
        return await pool.connect()
      } catch (error) {
        if (!isRefused(error)) throw error
        await credentials.refresh()
        if (current === pool) throw error
        return current.connect()
      }
    },
    end: async () => {
      await Promise.all([current.end(), ...ending])
    },
    stats: () => ({ total: current.totalCount, idle: current.idleCount, waiting: current.waitingCount }),
  }
}

// invalid_password, invalid_authorization_specification
const isRefused = (error: unknown): boolean => ['28P01', '28000'].includes((error as { code?: string }).code ?? '')
