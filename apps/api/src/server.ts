import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { openDatabase } from './database/database.ts'
import { createHealth, waitForStart } from './health/health.ts'
import { createApp } from './http/app.ts'
import { createMetrics, observe } from './observability/metrics.ts'
import { openTracing } from './observability/tracing.ts'
import { createPasswords } from './passwords/passwords.ts'
import { closeSecrets, openSecrets } from './secrets/sources.ts'
import { createAttempts } from './sessions/attempts.ts'
import { openRedis } from './sessions/redis.ts'
import { createSessions } from './sessions/sessions.ts'
import { createTasks } from './tasks/tasks.ts'
import { createTokenIssuer } from './tokens/tokens.ts'
import { createUsers } from './users/users.ts'

/** A running API. */
export type Server = Readonly<{
  app: FastifyInstance
  /** Port that it listens on. */
  port: number
  /** Stops taking requests, ends those under way, and lets go of database and Redis. */
  stop(): Promise<void>
}>

/** Starts the API. It listens at once, and says by its probes when it can serve. */
export async function startServer(config: Config, log: Logger): Promise<Server> {
  const metrics = createMetrics()
  const secrets = await openSecrets(config, log)
  const outcome = (failed: boolean) => (failed ? 'failed' : 'ok')
  const onQuery = (seconds: number, failed: boolean) =>
    metrics.querySeconds.observe({ outcome: outcome(failed) }, seconds)
  const onCommand = (seconds: number, failed: boolean) =>
    metrics.redisSeconds.observe({ outcome: outcome(failed) }, seconds)
  const database = await openDatabase(config, secrets.database, { log, onQuery })
  const redis = await openRedis(config, secrets.redisPassword, { log, onCommand })
  const tracing = await openTracing(config.OTEL_EXPORTER_OTLP_ENDPOINT, config.OTEL_SERVICE_NAME)
  observe(metrics, database.stats, redis.isReady)

  const health = createHealth(database, redis, Date.now)
  const tokens = createTokenIssuer(secrets.keyRing, tokenSettings(config), Date.now)
  const app = await createApp({
    config,
    log,
    metrics,
    tracing,
    health,
    tokens,
    users: createUsers(database.query),
    tasks: createTasks(database.query),
    sessions: createSessions(redis, tokens.refreshSeconds, Date.now),
    attempts: createAttempts(redis, {
      account: config.LOGIN_FAILURES_BEFORE_LOCK,
      address: config.ATTEMPTS_PER_ADDRESS,
      registration: config.ATTEMPTS_PER_ADDRESS,
    }),
    passwords: createPasswords(passwordsAtOnce),
  })
  await app.listen({ host: config.HOST, port: config.PORT })
  const { port } = app.server.address() as AddressInfo
  log.info({ port }, 'listening')
  const stopping = new AbortController()
  const started = waitForStart(health, { log, signal: stopping.signal })

  return {
    app,
    port,
    stop: async () => {
      stopping.abort()
      health.drain()
      // the load balancer needs a moment to hear that nothing new should come
      await delay(config.SHUTDOWN_DELAY_SECONDS * 1000)
      await within(config.SHUTDOWN_GRACE_SECONDS * 1000, app.close())
      app.server.closeAllConnections()
      await Promise.allSettled([started, database.close(), redis.close(), tracing.close()])
      closeSecrets(secrets)
    },
  }
}

/** At 19 MiB each. */
const passwordsAtOnce = 2

const tokenSettings = (config: Config) => ({
  issuer: config.JWT_ISSUER,
  audience: config.JWT_AUDIENCE,
  accessSeconds: config.JWT_ACCESS_EXPIRES_MINUTES * 60,
  refreshSeconds: config.JWT_REFRESH_EXPIRES_DAYS * 86_400,
})

const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

const within = (ms: number, work: Promise<unknown>) => Promise.race([work, delay(ms)])
