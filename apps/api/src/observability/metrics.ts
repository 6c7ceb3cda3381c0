import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { PoolStats } from '../database/rotating-pool.ts'

/** What the API measures. Names, labels and buckets of HTTP are those that dashboards of earlier installations know. */
export type Metrics = ReturnType<typeof createMetrics>

/** Every series that can be named beforehand is there from the start, so that rates work at once. */
export function createMetrics() {
  const registers = [new Registry()] as [Registry]
  collectDefaultMetrics({ register: registers[0] })
  const seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]
  return {
    registry: registers[0],
    requests: new Counter({
      name: 'http_requests_total',
      help: 'HTTP requests answered.',
      labelNames: ['method', 'path', 'status'],
      registers,
    }),
    requestSeconds: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time to answer an HTTP request.',
      labelNames: ['method', 'path'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    inFlight: new Gauge({ name: 'http_requests_in_flight', help: 'HTTP requests being answered.', registers }),
    querySeconds: new Histogram({
      name: 'db_query_duration_seconds',
      help: 'Time of a query of the database.',
      labelNames: ['outcome'],
      buckets: seconds,
      registers,
    }),
    redisSeconds: new Histogram({
      name: 'redis_command_duration_seconds',
      help: 'Time of a command of Redis.',
      labelNames: ['outcome'],
      buckets: seconds,
      registers,
    }),
    logins: counted(
      'auth_logins_total',
      'Logins, by what came of them.',
      ['success', 'wrong_credentials', 'locked'],
      registers,
    ),
    refreshes: counted(
      'auth_refreshes_total',
      'Refreshes of sessions, by what came of them. reused: a token was used twice, and its session ended.',
      ['rotated', 'again', 'reused', 'gone', 'invalid'],
      registers,
    ),
    unverified: new Counter({
      name: 'auth_unverified_sessions_total',
      help: 'Requests admitted by their access token alone, because Redis could not be asked whether the session goes on.',
      registers,
    }),
    registrations: new Counter({ name: 'auth_registrations_total', help: 'Accounts made.', registers }),
    taskChanges: counted(
      'tasks_changes_total',
      'Tasks made, changed and deleted.',
      ['created', 'updated', 'deleted'],
      registers,
    ),
  }
}

/** Reports the connections of the database pool and the state of Redis at each scrape. */
export function observe({ registry }: Metrics, pool: () => PoolStats, redisIsReady: () => boolean): void {
  const registers = [registry]
  new Gauge({
    name: 'db_pool_connections',
    help: 'Connections of the database pool.',
    labelNames: ['state'],
    registers,
    collect() {
      const { total, idle } = pool()
      this.set({ state: 'idle' }, idle)
      this.set({ state: 'in_use' }, total - idle)
    },
  })
  new Gauge({
    name: 'db_pool_waiting_requests',
    help: 'Queries that wait for a connection.',
    registers,
    collect() {
      this.set(pool().waiting)
    },
  })
  new Gauge({
    name: 'redis_up',
    help: 'Whether there is a connection to Redis.',
    registers,
    collect() {
      this.set(redisIsReady() ? 1 : 0)
    },
  })
}

function counted(name: string, help: string, outcomes: readonly string[], registers: [Registry]) {
  const counter = new Counter({ name, help, labelNames: ['outcome'], registers })
  for (const outcome of outcomes) counter.inc({ outcome }, 0)
  return counter
}
