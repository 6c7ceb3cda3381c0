/** One flag of the operator: `--name=VALUE` or `--name VALUE`; one without a `value` is true or false and may stand alone. */
export type Flag = Readonly<{ name: string; value?: string; standard?: string; help: string }>

/** Every flag, in the order in which help and docs/reference/operator.md tell them. `standard` is what holds without it. */
export const flags = [
  {
    name: 'http-address',
    value: 'HOST:PORT',
    standard: '0.0.0.0:8080',
    help: 'where /metrics, /healthz and /readyz are served',
  },
  {
    name: 'metrics-auth',
    standard: 'true',
    help: 'serve /metrics only to whom the API server lets get that path (TokenReview, SubjectAccessReview)',
  },
  {
    name: 'tls-cert-file',
    value: 'FILE',
    help: 'certificate to serve all of that over TLS, read again every minute; without it, plain HTTP',
  },
  { name: 'tls-private-key-file', value: 'FILE', help: 'its private key' },
  {
    name: 'kubeconfig',
    value: 'FILE',
    help: "management cluster; else $KUBECONFIG, else the pod's service account",
  },
  {
    name: 'installation',
    value: 'FILE',
    help: 'what holds for every platform; else $TASKPLATFORM_INSTALLATION, else /etc/taskplatform/installation.yaml',
  },
  { name: 'workers', value: 'N', standard: '4', help: 'TaskPlatforms reconciled at the same time' },
  {
    name: 'sync-period',
    value: 'DURATION',
    standard: '10h',
    help: 'every TaskPlatform is looked at again at least so often, unhurried; 0 for never',
  },
  { name: 'leader-elect', standard: 'true', help: 'work only while holding the Lease; false for a single process' },
  {
    name: 'leader-election-namespace',
    value: 'NAMESPACE',
    help: "where the Lease lives; else the pod's own namespace",
  },
  {
    name: 'lease-duration',
    value: 'DURATION',
    standard: '15s',
    help: 'how long others wait after the last renewal that they saw',
  },
  {
    name: 'renew-deadline',
    value: 'DURATION',
    standard: '10s',
    help: 'without a renewal for so long, writing stops and the process ends',
  },
  {
    name: 'retry-period',
    value: 'DURATION',
    standard: '2s',
    help: 'time between two attempts to get or renew the Lease',
  },
  { name: 'log-level', value: 'LEVEL', standard: 'info', help: 'debug, info, warn or error' },
] as const satisfies readonly Flag[]

/** How the operator is started; printed by `--help` and with every complaint. */
export const usageOf = (table: readonly Flag[]): string => {
  const rows = [
    ...table.map(({ name, value, standard, help }) => ({
      call: value ? `--${name} ${value}` : `--${name}[=false]`,
      help: standard ? `${help} (default ${standard})` : help,
    })),
    { call: '--help', help: 'this text' },
  ]
  const width = Math.max(...rows.map(({ call }) => call.length))
  const lines = rows.map(({ call, help }) => `  ${call.padEnd(width)}  ${help}\n`)
  return `Usage: operator [options]\n\n${lines.join('')}`
}
