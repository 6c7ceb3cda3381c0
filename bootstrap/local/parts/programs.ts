import { join } from 'node:path'
import { operatorNamespace } from '@taskplatform/operator/access/installed-names'
import type { ProcessSpec } from '../process/spec.ts'
import type { PartContext } from './context.ts'

/** Our own programs: each is bundled from its entry (relative to the repository) into one file that Node.js runs. */
export const ownPrograms = {
  function: 'compositions/function/main.ts',
  twin: 'bootstrap/twin/main.ts',
  operator: 'operator/src/main.ts',
} as const
export type OwnProgram = keyof typeof ownPrograms

/** What is bundled: our parts, and the supervisor that looks after them. */
export const bundles = { ...ownPrograms, supervisor: 'bootstrap/local/supervisor.ts' } as const
export type Bundle = keyof typeof bundles

/** Where a bundled program lies. */
export const bundleOf = (dist: string, program: Bundle): string => join(dist, `${program}.mjs`)

/** The composition function: gRPC that only a holder of Crossplane's client certificate may call. */
export const compositionFunction = (context: PartContext): ProcessSpec => {
  const { layout, ports } = context
  return ownProcess(context, 'function', ports.functionHealth, [
    `--address=127.0.0.1:${ports.function}`,
    `--tls-server-certs-dir=${layout.functionServerPki}`,
    `--health-address=127.0.0.1:${ports.functionHealth}`,
  ])
}

/** The AWS twin: stands in for the provider and for AWS behind it. */
export const twin = (context: PartContext): ProcessSpec => {
  const { layout, ports, timeScale } = context
  return ownProcess(context, 'twin', ports.twinHealth, [
    `--kubeconfig=${layout.kubeconfigOf('twin')}`,
    `--state-dir=${layout.dataOf('twin')}`,
    `--time-scale=${timeScale}`,
    `--health-address=127.0.0.1:${ports.twinHealth}`,
    ...backendFlags(context),
  ])
}

const backendFlags = ({ backends, backendPrograms }: PartContext): string[] => {
  if (backends.length === 0) return []
  const programs = Object.entries(backendPrograms).map(([name, path]) => `--program=${name}=${path}`)
  return [`--backends=${backends.join(',')}`, ...programs]
}

/** The operator of TaskPlatform. */
export const operator = (context: PartContext): ProcessSpec => {
  const { layout, ports } = context
  const spec = ownProcess(context, 'operator', ports.operator, [
    `--http-address=127.0.0.1:${ports.operator}`,
    `--installation=${layout.installation}`,
    `--leader-election-namespace=${operatorNamespace}`,
    // so that an operator that was killed is soon back at work, and one on a busy machine does not lose the Lease
    '--lease-duration=10s',
    '--renew-deadline=8s',
    '--retry-period=1s',
  ])
  return { ...spec, env: { ...spec.env, KUBECONFIG: layout.kubeconfigOf('taskplatform-operator') } }
}

const ownProcess = (
  { layout, node }: PartContext,
  program: OwnProgram,
  healthPort: number,
  args: readonly string[],
): ProcessSpec => ({
  command: node,
  args: [bundleOf(layout.dist, program), ...args],
  env: { NODE_ENV: 'production' },
  probe: { url: `http://127.0.0.1:${healthPort}/readyz` },
  readyMs: 60_000,
  graceMs: 15_000,
})
