import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { parse } from 'yaml'
import { z } from 'zod'
import { type Installation, installation } from './core/installation.ts'

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
  installation: z.string().min(1).describe('file with what holds for every platform of this management cluster'),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']),
})

/** What the operator is told from outside, read once at the start. */
export type Config = z.output<typeof schema>

/** How the operator is started; printed by `--help` and with every complaint. */
export const usage = `Usage: operator [options]

  --http-address HOST:PORT   where /metrics, /healthz and /readyz are served (default 0.0.0.0:8080)
  --kubeconfig FILE          management cluster; default $KUBECONFIG, else the pod's service account
  --installation FILE        what holds for every platform: provider principal, egress of the management cluster
                             (default $TASKPLATFORM_INSTALLATION, else /etc/taskplatform/installation.yaml)
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
    installation: flags.installation ?? env['TASKPLATFORM_INSTALLATION'] ?? '/etc/taskplatform/installation.yaml',
    workers: flags.workers ?? '4',
    logLevel: flags['log-level'] ?? 'info',
  })
  if (parsed.success) return parsed.data
  throw new ConfigError(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'))
}

/** Reads the installation file, YAML or JSON. Throws a ConfigError that names the file and lists every fault at once. */
export function readInstallation(path: string): Installation {
  const parsed = installation.safeParse(contentOf(path))
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path: place, message }) => `${place.join('.')}: ${message}`)
  throw new ConfigError(`The installation file ${path} cannot be used:\n${faults.join('\n')}`)
}

/** Flags or environment that cannot be used; the message says which, and what they should be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly code = 'CONFIG'
}

function contentOf(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new ConfigError(`The installation file ${path} cannot be read: ${why}`, { cause: error })
  }
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        'http-address': { type: 'string' },
        kubeconfig: { type: 'string' },
        installation: { type: 'string' },
        workers: { type: 'string' },
        'log-level': { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}
