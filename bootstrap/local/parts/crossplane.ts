import { join } from 'node:path'
import type { ProcessSpec } from '../process/spec.ts'
import type { PartContext } from './context.ts'

/** Crossplane core outside a cluster: functions are ours to run (External), and there are no webhooks to call. */
export const crossplane = ({ layout, ports, programs }: PartContext): ProcessSpec => ({
  command: programs.crossplane,
  args: [
    'core',
    'start',
    '--package-runtime=External',
    '--enable-webhooks=false',
    `--cache-dir=${join(layout.dataOf('crossplane'), 'xpkg')}`,
    `--xfn-cache-dir=${join(layout.dataOf('crossplane'), 'xfn')}`,
    `--metrics-port=${ports.crossplaneMetrics}`,
    `--health-probe-port=${ports.crossplaneHealth}`,
    // a large composite changes often while it is created: the usual 100 and 1 per second pause it for five minutes
    '--circuit-breaker-burst=500',
    '--circuit-breaker-refill-rate=5',
  ],
  env: {
    KUBECONFIG: layout.kubeconfigOf('crossplane'),
    TLS_CLIENT_CERTS_DIR: layout.functionClientPki,
    POD_NAMESPACE: crossplaneNamespace,
  },
  probe: { url: `http://127.0.0.1:${ports.crossplaneHealth}/readyz` },
  readyMs: 60_000,
  graceMs: 10_000,
})

/** The namespace in which Crossplane keeps its own objects. */
export const crossplaneNamespace = 'crossplane-system'
