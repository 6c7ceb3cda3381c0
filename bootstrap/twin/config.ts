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
  kubeconfig: z.string({ error: 'is required: the kubeconfig file of the management cluster' }).min(1),
  stateDir: z.string({ error: 'is required: the folder of the AWS-side log' }).min(1),
  timeScale: z.coerce.number().min(0).max(1000),
  healthAddress: address,
  logLevel: z.enum(['debug', 'info', 'warn', 'error']),
})

/** What the twin is told from outside, read once at the start. */
export type Config = z.output<typeof schema>

/** How the twin is started; printed by `--help` and with every complaint. */
export const usage = `Usage: twin [options]

  --kubeconfig FILE            management cluster
  --state-dir DIR              where the AWS-side log lies
  --time-scale NUMBER          1: as long as in AWS (default); 0: everything at once
  --health-address HOST:PORT   /healthz, /readyz, /metrics, /aws, /faults (default 127.0.0.1:8082)
  --log-level LEVEL            debug, info, warn or error (default info)
  --help                       this text
`

/** Flags that cannot be used; the message says which, and what they should be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly code = 'CONFIG'
}

/** Reads flags. Throws a ConfigError that lists every fault at once. */
export const readConfig = (args: readonly string[]): Config | 'help' => {
  const flags = parseFlags(args)
  if (flags.help) return 'help'
  const parsed = schema.safeParse({
    kubeconfig: flags.kubeconfig,
    stateDir: flags['state-dir'],
    timeScale: flags['time-scale'] ?? '1',
    healthAddress: flags['health-address'] ?? '127.0.0.1:8082',
    logLevel: flags['log-level'] ?? 'info',
  })
  if (parsed.success) return parsed.data
  throw new ConfigError(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'))
}

const parseFlags = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        kubeconfig: { type: 'string' },
        'state-dir': { type: 'string' },
        'time-scale': { type: 'string' },
        'health-address': { type: 'string' },
        'log-level': { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}
