import { z } from 'zod'
import { ConfigError } from '../errors.ts'

const seconds = z.coerce.number().int().min(0).max(31_536_000)

const schema = z.object({
  DATABASE_SECRET_ID: z.string().min(1).optional(),
  JWT_SECRET_ID: z.string().min(1).optional(),
  SECRETS_FOLDER: z.string().min(1).optional(),
  SECRETS_MANAGER_ENDPOINT: z.url().optional(),
  JWT_SPREAD_SECONDS: seconds.default(900),
  JWT_REFRESH_EXPIRES_DAYS: z.coerce.number().min(0.0001).max(90).default(7),
})

/** What to rotate, and where it is kept. */
export type RotationSettings = z.output<typeof schema>

/** Text of `--help`. */
export const rotationUsage = `Usage: node rotate.js [database] [jwt]

Renews the database role of the application and the ring of keys that sign tokens; both, if none is named.
  DATABASE_SECRET_ID    secret with the credentials of the application
  JWT_SECRET_ID         secret with the key ring
  SECRETS_FOLDER        folder of files to use instead of AWS Secrets Manager
  JWT_SPREAD_SECONDS    time until all pods know a new key (900)
  DB_HOST, DB_NAME, DB_CA_FILE, DB_CREDENTIALS_FILE (of the master user) and so on: the database
`

/** Reads the environment. Throws a ConfigError that lists every fault. */
export function readRotationSettings(
  env: Readonly<Record<string, string | undefined>>,
  targets: readonly Target[],
): RotationSettings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'))
  }
  const missing = [
    ...(targets.includes('database') && !parsed.data.DATABASE_SECRET_ID ? ['DATABASE_SECRET_ID: is required'] : []),
    ...(targets.includes('jwt') && !parsed.data.JWT_SECRET_ID ? ['JWT_SECRET_ID: is required'] : []),
  ]
  if (missing.length > 0) throw new ConfigError(missing.join('\n'))
  return parsed.data
}

/** What can be rotated. */
export type Target = 'database' | 'jwt'

/** Reads the command line: both, if it names none. Throws a ConfigError for a word that is no target. */
export function readTargets(args: readonly string[]): readonly Target[] {
  const unknown = args.filter((arg) => arg !== 'database' && arg !== 'jwt')
  if (unknown.length > 0) throw new ConfigError(`${unknown.join(', ')}: must be database or jwt`)
  return args.length > 0 ? (args as readonly Target[]) : ['database', 'jwt']
}
