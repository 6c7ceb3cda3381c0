import { z } from 'zod'
import { type Pools, poolSize } from './database/pool-size.ts'
import { ConfigError } from './errors.ts'

const port = z.coerce.number().int().min(0).max(65_535)
const flag = z.enum(['true', 'false'], 'must be true or false').transform((text) => text === 'true')
const filled = z.string().min(1)
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== ''),
)

const database = {
  DB_HOST: filled.default('localhost'),
  DB_PORT: port.default(5432),
  DB_NAME: filled.default('taskmanager'),
  DB_SSLMODE: z.enum(['verify-full', 'disable'], 'must be verify-full or disable').default('verify-full'),
  DB_CA_FILE: filled.optional(),
  DB_CREDENTIALS_FILE: filled.optional(),
  DB_USER: filled.optional(),
  DB_PASSWORD: z.string().optional(),
  DB_CONNECTION_LIMIT: z.coerce.number().int().min(3).max(10_000).default(80),
  DB_MAX_PODS: z.coerce.number().int().min(1).max(1000).default(4),
  DB_STATEMENT_TIMEOUT_MS: z.coerce.number().int().min(100).max(600_000).default(5_000),
}

const schema = z.object({
  HOST: filled.default('0.0.0.0'),
  PORT: port.default(8080),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  ...database,
  REDIS_HOST: filled.default('localhost'),
  REDIS_PORT: port.default(6379),
  REDIS_DB: z.coerce.number().int().min(0).max(15).default(0),
  REDIS_TLS_ENABLED: flag.default(true),
  REDIS_CA_FILE: filled.optional(),
  REDIS_PASSWORD_FILE: filled.optional(),
  REDIS_PASSWORD: z.string().optional(),
  JWT_KEYS_FILE: filled.optional(),
  JWT_SECRET: z.string().min(32, 'must be at least 32 characters; better, give JWT_KEYS_FILE').optional(),
  JWT_ISSUER: filled.default('task-api'),
  JWT_AUDIENCE: filled.default('task-app'),
  JWT_ACCESS_EXPIRES_MINUTES: z.coerce.number().min(0.01).max(60).default(15),
  JWT_REFRESH_EXPIRES_DAYS: z.coerce.number().min(0.0001).max(90).default(7),
  CORS_ALLOWED_ORIGINS: list.default([]),
  TRUSTED_PROXIES: list.default([]),
  COOKIE_SECURE: flag.default(true),
  LOGIN_FAILURES_BEFORE_LOCK: z.coerce.number().int().min(1).max(1000).default(5),
  ATTEMPTS_PER_ADDRESS: z.coerce.number().int().min(1).max(1_000_000).default(100),
  REQUEST_TIMEOUT_MS: z.coerce.number().int().min(100).max(300_000).default(15_000),
  BODY_LIMIT_BYTES: z.coerce.number().int().min(1024).max(10_485_760).default(65_536),
  SHUTDOWN_DELAY_SECONDS: z.coerce.number().min(0).max(300).default(5),
  SHUTDOWN_GRACE_SECONDS: z.coerce.number().min(1).max(300).default(25),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url('must be a URL').optional(),
  OTEL_SERVICE_NAME: filled.default('task-api'),
})

/** What the API is told from outside, read once at the start. The page docs/reference/api.md says what each variable means. */
export type Config = z.output<typeof schema> & Readonly<{ pool: Pools }>

/** What the migration and the rotation need to know of the database. */
export type DatabaseConfig = Pick<Config, keyof typeof database>

/** Names of all variables that are read. */
export const variables = Object.keys(schema.shape)

/** Reads the environment. An empty variable is one that is not set. Throws a ConfigError that lists every fault at once. */
export function readConfig(env: Environment): Config {
  const config = parse(schema, env)
  const missing = [
    ...missingCredentials(config),
    ...(config.JWT_KEYS_FILE || config.JWT_SECRET
      ? []
      : ['JWT_KEYS_FILE: is required (or JWT_SECRET, for a machine of your own)']),
    ...(config.CORS_ALLOWED_ORIGINS.includes('*')
      ? ['CORS_ALLOWED_ORIGINS: must list origins: with * any page could use the session of a browser']
      : []),
  ]
  if (missing.length > 0) throw new ConfigError(missing.join('\n'))
  return { ...config, pool: poolSize(config.DB_CONNECTION_LIMIT, config.DB_MAX_PODS) }
}

/** Reads what concerns the database alone. */
export function readDatabaseConfig(env: Environment): DatabaseConfig {
  const config = parse(z.object(database), env)
  const missing = missingCredentials(config)
  if (missing.length > 0) throw new ConfigError(missing.join('\n'))
  return config
}

type Environment = Readonly<Record<string, string | undefined>>

function parse<T extends z.ZodObject>(shape: T, env: Environment): z.output<T> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = shape.safeParse(given)
  if (parsed.success) return parsed.data
  throw new ConfigError(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'))
}

const missingCredentials = ({ DB_CREDENTIALS_FILE, DB_USER }: DatabaseConfig): readonly string[] =>
  DB_CREDENTIALS_FILE || DB_USER
    ? []
    : ['DB_CREDENTIALS_FILE: is required (or DB_USER and DB_PASSWORD, for a machine of your own)']
