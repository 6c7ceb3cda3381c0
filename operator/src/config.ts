import { parseArgs } from 'node:util'
import { z } from 'zod'

const address = z
  .string()
  .regex(/^[^:]+:\d+$/, 'must be HOST:PORT, for example 127.0.0.1:8080')
  .transform((text) => {
    const [host = '', port = ''] = text.split(':')
    return { host, port: Number(port) }
  })

const schema = z.object({
  httpAddress: address.describe('where /metrics, /healthz and /readyz are served'),
  kubeconfig: z
    .string()
    .min(1)
    .optional()
    .describe('kubeconfig file of the management cluster; without it, the pod we run in'),
  workers: z.coerce.number().int().min(1).max(64).describe('TaskPlatforms reconciled at the same time'),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']),
})

/** What the operator is told from outside, read once at the start. */
export type Config = z.output<typeof schema>

/** How the operator is started; printed by `--help` and with every complaint. */
export const usage = `Usage: operator [options]

  --http-address HOST:PORT   where /metrics, /healthz and /readyz are served (default 0.0.0.0:8080)
  --kubeconfig FILE          management cluster; default $KUBECONFIG, else the pod's service account
  --workers N                TaskPlatforms reconciled at the same time (default 4)
  --log-level LEVEL          debug, info, warn or error (default info)
  --help                     this text
`

/** Reads flags and environment. Throws a ConfigError that lists every fault at once. */
export function readConfig(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Config | 'help' {
  const flags = parseFlags(args)
  if (flags.help) return 'help'
  const parsed = schema.safeParse({
    httpAddress: flags['http-address'] ?? '0.0.0.0:8080',
    kubeconfig: flags.kubeconfig ?? env['KUBECONFIG'],
    workers: flags.workers ?? '4',
    logLevel: flags['log-level'] ?? 'info',
  })
  if (parsed.success) return parsed.data
  throw new ConfigError(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'))
}

/** Flags or environment that cannot be used; the message says which, and what they should be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly code = 'CONFIG'
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        'http-address': { type: 'string' },
        kubeconfig: { type: 'string' },
        workers: { type: 'string' },
        'log-level': { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}
