import { parseArgs } from 'node:util'
import { z } from 'zod'
import { backendNames } from './backends/registry.ts'

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
  backends: z.array(z.enum(backendNames, { error: `must be a list of ${backendNames.join(', ')}` })),
  programs: z.record(z.string(), z.string({ error: 'must be NAME=PATH' }).min(1)),
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
  --backends LIST              what really runs behind the account: clusters, databases, caches (default none)
  --program NAME=PATH          a program that backends run, for example etcd=/opt/etcd; once for each
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
    backends: flags.backends?.split(',') ?? [],
    programs: Object.fromEntries((flags.program ?? []).map((text) => text.split('=', 2))),
    logLevel: flags['log-level'] ?? 'info',
  })
  if (parsed.success) return parsed.data
  throw new ConfigError(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'))
}

/**
 * What programs of backends get to see of the twin's environment: the usual, and the marks of the local stack by which their
 * processes are found if the twin dies.
 */
export const backendEnvironment = (env: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value !== undefined && (usualVariables.includes(name) || name.startsWith('TASKPLATFORM_LOCAL_'))
        ? [[name, value]]
        : [],
    ),
  )

const usualVariables = ['PATH', 'HOME', 'TMPDIR', 'LANG']

const parseFlags = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        kubeconfig: { type: 'string' },
        'state-dir': { type: 'string' },
        'time-scale': { type: 'string' },
        'health-address': { type: 'string' },
        backends: { type: 'string' },
        program: { type: 'string', multiple: true },
        'log-level': { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}
