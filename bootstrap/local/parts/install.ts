import { fileURLToPath } from 'node:url'
import type { ControlPlane } from '../build/control-plane.ts'
import type { StepSpec } from '../process/run-to-end.ts'
import type { PartContext } from './context.ts'

/** The step that puts CRDs, composites and compositions into the API server. */
export const installStep = (
  { layout, ports, node }: PartContext,
  root: string,
  { crossplaneCrds, providerCrds }: ControlPlane,
): StepSpec => ({
  command: node,
  args: [
    fileURLToPath(new URL('../install/main.ts', import.meta.url)),
    `--kubeconfig=${layout.kubeconfig}`,
    `--root=${root}`,
    `--crossplane-crds=${crossplaneCrds}`,
    `--provider-crds=${providerCrds}`,
    `--function-port=${ports.function}`,
  ],
  graceMs: 2_000,
})
