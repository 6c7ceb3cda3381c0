import { parseArgs } from 'node:util'
import { z } from 'zod'
import { durationMs } from './duration.ts'
import { ConfigError } from './errors.ts'
import { type Flag, flags, usageOf } from './flags.ts'

const address = z
  .string()
  .regex(/^[^:]+:\d+$/, 'must be HOST:PORT, for example 127.0.0.1:8080')
  .transform((text) => {
    const [host = '', port = ''] = text.split(':')
    return { host, port: Number(port) }
  })

const milliseconds = z.string().transform((text, context) => {
  const ms = durationMs(text)
  if (ms !== undefined) return ms
  context.addIssue({ code: 'custom', message: 'must be a duration such as 15s, 500ms or 1h30m' })
  return z.NEVER
})

const yesOrNo = z.enum(['true', 'false'], 'must be true or false').transform((text) => text === 'true')

/** client-go's limit (tools/leaderelection, JitterFactor). */
const maxJitter = 1.2

const schema = z
  .object({
    'http-address': address,
    'metrics-auth': yesOrNo,
    'tls-cert-file': z.string().min(1).optional(),
    'tls-private-key-file': z.string().min(1).optional(),
    kubeconfig: z.string().min(1).optional(),
    installation: z.string().min(1),
    workers: z.coerce.number().int().min(1).max(64),
    'sync-period': milliseconds,
    'leader-elect': yesOrNo,
    'leader-election-namespace': z.string().min(1).optional(),
    'lease-duration': milliseconds.refine((ms) => ms >= 1_000, 'must be at least 1s: a Lease counts in seconds'),
    'renew-deadline': milliseconds,
    'retry-period': milliseconds.refine((ms) => ms > 0, 'must be more than 0'),
    'log-level': z.enum(['debug', 'info', 'warn', 'error']),
  })
  .refine((it) => (it['tls-cert-file'] === undefined) === (it['tls-private-key-file'] === undefined), {
    path: ['tls-cert-file'],
    message: 'needs --tls-private-key-file, and the other way round',
  })
  .refine((it) => it['renew-deadline'] < it['lease-duration'], {
    path: ['renew-deadline'],
    message: 'must be less than lease-duration: what we send must have arrived before another may lead',
  })
  .refine((it) => it['renew-deadline'] > maxJitter * it['retry-period'], {
    path: ['renew-deadline'],
    message: `must be more than ${maxJitter} times retry-period: one lost renewal must not cost the Lease`,
  })

/** What the operator is told from outside, read once at the start. `election` is absent for a single process. */
export type Config = Readonly<{
  httpAddress: Readonly<{ host: string; port: number }>
  metricsAuth: boolean
  /** Files of the certificate to serve with; plain HTTP without them. */
  tls: Readonly<{ certFile: string; keyFile: string }> | undefined
  /** Without it: the pod that we run in. */
  kubeconfig: string | undefined
  installation: string
  workers: number
  /** 0 for never. */
  syncPeriodMs: number
  election: ElectionConfig | undefined
  logLevel: 'debug' | 'info' | 'warn' | 'error'
}>

/** How we compete for the Lease. Without a namespace: the pod's. */
export type ElectionConfig = Readonly<{
  namespace: string | undefined
  leaseMs: number
  renewMs: number
  retryMs: number
}>

/** How the operator is started. */
export const usage = usageOf(flags)

/** Reads flags and environment. Throws a ConfigError that lists every fault at once. */
export function readConfig(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Config | 'help' {
  const { help, ...given } = parseFlags(args)
  if (help) return 'help'
  const parsed = schema.safeParse({
    ...standards,
    kubeconfig: env['KUBECONFIG'],
    installation: env['TASKPLATFORM_INSTALLATION'] ?? '/etc/taskplatform/installation.yaml',
    ...given,
  })
  if (parsed.success) return configOf(parsed.data)
  throw new ConfigError(parsed.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n'))
}

const configOf = (flag: z.output<typeof schema>): Config => ({
  httpAddress: flag['http-address'],
  metricsAuth: flag['metrics-auth'],
  tls: tlsIn(flag),
  kubeconfig: flag.kubeconfig,
  installation: flag.installation,
  workers: flag.workers,
  syncPeriodMs: flag['sync-period'],
  election: flag['leader-elect']
    ? {
        namespace: flag['leader-election-namespace'],
        leaseMs: flag['lease-duration'],
        renewMs: flag['renew-deadline'],
        retryMs: flag['retry-period'],
      }
    : undefined,
  logLevel: flag['log-level'],
})

const tlsIn = ({
  'tls-cert-file': certFile,
  'tls-private-key-file': keyFile,
}: z.output<typeof schema>): Config['tls'] =>
  certFile !== undefined && keyFile !== undefined ? { certFile, keyFile } : undefined

const table: readonly Flag[] = flags

const standards = Object.fromEntries(table.flatMap(({ name, standard }) => (standard ? [[name, standard]] : [])))

// Kubernetes' programs take `--leader-elect` and `--leader-elect=false`; parseArgs knows only one of them
function parseFlags(args: readonly string[]) {
  const bare = new Set(table.filter(({ value }) => !value).map(({ name }) => `--${name}`))
  const named = Object.fromEntries(table.map(({ name }) => [name, { type: 'string' as const }]))
  try {
    return parseArgs({
      args: args.map((arg) => (bare.has(arg) ? `${arg}=true` : arg)),
      options: { ...named, help: { type: 'boolean' } },
    }).values
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}
