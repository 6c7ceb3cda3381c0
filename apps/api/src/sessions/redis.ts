import type { Logger } from 'pino'
import { createClient } from 'redis'
import type { Config } from '../config.ts'
import { authority } from '../database/connection-settings.ts'
import { unavailable } from '../errors.ts'
import type { Rotating } from '../secrets/secret-file.ts'

/** Redis, as far as it is used here. Every call ends within a second, or in a refusal that says to come again. */
export interface Redis {
  eval(script: string, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>
  exists(key: string): Promise<boolean>
  ping(): Promise<void>
  isReady(): boolean
  close(): Promise<void>
}

/** Connects in the background, for as long as it takes, and again whenever the connection is lost. */
export async function openRedis(
  config: Config,
  password: Rotating<string | undefined>,
  { log, onCommand }: Readonly<{ log: Logger; onCommand: (seconds: number, failed: boolean) => void }>,
): Promise<Redis> {
  const { REDIS_HOST: host, REDIS_PORT: port, REDIS_TLS_ENABLED, REDIS_CA_FILE, REDIS_DB: database } = config
  const tls = REDIS_TLS_ENABLED
    ? { tls: true as const, rejectUnauthorized: true, servername: host, ...(await authority(REDIS_CA_FILE)) }
    : {}
  const client = createClient({
    socket: { host, port, ...tls, connectTimeout: 3_000, keepAlive: true, reconnectStrategy: reconnectMs },
    credentialsProvider: { type: 'async-credentials-provider', credentials: () => credentialsOf(password) },
    database,
    disableOfflineQueue: true,
    commandsQueueMaxLength: 10_000,
    // finds out about a connection that was cut without a word
    pingInterval: 10_000,
    commandOptions: { timeout: commandMs },
  })
  let complaint: string | undefined
  client.on('error', (error: { code?: string; message?: string }) => {
    const reason = error.code ?? 'connection lost'
    if (reason !== complaint) log.warn({ reason }, 'Redis cannot be reached')
    complaint = reason
  })
  client.on('ready', () => {
    if (complaint) log.info('Redis can be reached again')
    complaint = undefined
  })
  client.connect().catch(() => {})

  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    const begunAt = performance.now()
    let failed = true
    try {
      if (!client.isReady) throw new Error('not connected')
      const answer = await work()
      failed = false
      return answer
    } catch (error) {
      throw unavailable('redis', error)
    } finally {
      onCommand((performance.now() - begunAt) / 1000, failed)
    }
  }
  return {
    eval: (script, keys, args) => call(() => client.eval(script, { keys: [...keys], arguments: args.map(String) })),
    exists: (key) => call(async () => (await client.exists(key)) > 0),
    ping: () => call(async () => void (await client.ping())),
    isReady: () => client.isReady,
    close: async () => client.destroy(),
  }
}

const commandMs = 1_000

const reconnectMs = (retries: number): number =>
  Math.min(100 * 2 ** Math.min(retries, 6), 3_000) * (0.5 + Math.random())

// a password that was just changed is in the file before it is in memory
async function credentialsOf(password: Rotating<string | undefined>) {
  await password.refresh()
  const current = password.current()
  return current ? { password: current } : {}
}
