import type { ControlPlane } from '../build/control-plane.ts'
import type { LocalConfig } from '../config.ts'
import { install } from '../install/install.ts'
import type { Layout } from '../layout.ts'
import type { PartContext } from '../parts/context.ts'
import { type Bundle, type OwnProgram, ownPrograms } from '../parts/programs.ts'
import { signalProcess } from '../process/identity.ts'
import { readRecord } from '../process/record.ts'
import { runSteps } from '../progress.ts'
import { until } from '../until.ts'

/** Brings a stack that runs up to date: applies the manifests, and starts those of our programs anew whose bundle changed. */
export const refresh = async (
  changed: readonly Bundle[],
  { layout, ports }: PartContext,
  { config, controlPlane }: Readonly<{ config: LocalConfig; controlPlane: ControlPlane }>,
  signal: AbortSignal,
): Promise<void> => {
  const programs = changed.filter((name): name is OwnProgram => name in ownPrograms)
  const { root, plain } = config
  const run = async () => {
    await install({ kubeconfigPath: layout.kubeconfig, root, controlPlane, functionPort: ports.function }, signal)
    for (const program of programs) await startAnew(layout, program, signal)
    return programs.length > 0 ? `The stack runs; started anew with its new code: ${programs.join(', ')}` : undefined
  }
  await runSteps([{ title: 'The stack runs: apply the manifests as they are now', run }], plain)
}

// the supervisor starts it again, from the new bundle
const startAnew = async (layout: Layout, program: OwnProgram, signal: AbortSignal): Promise<void> => {
  const before = readRecord(layout.recordOf(program))?.identity
  if (before) signalProcess(before, 'SIGTERM')
  const isBack = () => {
    const record = readRecord(layout.recordOf(program))
    return record?.state === 'ready' && record.identity?.pid !== before?.pid
  }
  const cure = `Read its log: ${layout.logOf(program)}`
  await until(isBack, { what: `${program} to be ready again`, deadlineMs: 60_000, signal, cure })
}
