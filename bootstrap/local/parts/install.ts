import { join } from 'node:path'
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
    join(root, 'bootstrap/local/install/main.ts'),
    `--kubeconfig=${layout.kubeconfig}`,
    `--root=${root}`,
    `--crossplane-crds=${crossplaneCrds}`,
    `--provider-crds=${providerCrds}`,
    `--function-port=${ports.function}`,
  ],
  graceMs: 2_000,
})
