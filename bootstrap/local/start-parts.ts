import type { KubeClient } from '@taskplatform/operator/kube/client'
import type { ControlPlane } from './build/control-plane.ts'
import { bundlePrograms } from './bundle.ts'
import { connectTo } from './cluster.ts'
import type { LocalConfig } from './config.ts'
import { StateError } from './errors.ts'
import { grantAccess } from './install/access.ts'
import { allOffered } from './install/established.ts'
import { readLayers } from './install/manifests.ts'
import type { PartContext } from './parts/context.ts'
import { installStep } from './parts/install.ts'
import type { PartName } from './parts/names.ts'
import { type ProcessName, programsIn, specs } from './parts/plan.ts'
import type { ProcessIdentity } from './process/identity.ts'
import { type KeepOptions, type Kept, keepRunning } from './process/keep-running.ts'
import { marksOf } from './process/marks.ts'
import { writeRecord } from './process/record.ts'
import { runToEnd } from './process/run-to-end.ts'

/** The processes of a stack. */
export type Running = Readonly<{ process(part: ProcessName): Kept; stop(): Promise<void> }>

/** What starting a part takes besides its own plan. */
export type StartOptions = Readonly<{
  context: PartContext
  config: LocalConfig
  controlPlane: ControlPlane
  /** Whose death makes the processes ownerless; `undefined` if they may outlive us. */
  owner: ProcessIdentity | undefined
}>

/** Starts parts one after the other, each when the one before is ready. If one fails, those before it are stopped. */
export const startParts = async (
  parts: readonly PartName[],
  options: StartOptions,
  signal: AbortSignal,
): Promise<Running> => {
  const kept = new Map<ProcessName, Kept>()
  const running = runningFrom(kept)
  try {
    await bundlePrograms(programsIn(parts), { root: options.config.root, dist: options.context.layout.dist })
    for (const part of parts) {
      await startPart(part, options, kept, signal)
      await finishPart(part, options, signal)
    }
    return running
  } catch (error) {
    await running.stop()
    throw error
  }
}

const runningFrom = (kept: Map<ProcessName, Kept>): Running => {
  // when we end without having stopped them, nobody would any more
  const endWithUs = () => void [...kept.values()].map((each) => each.kill())
  process.once('exit', endWithUs)
  return {
    process: (part) => {
      const found = kept.get(part)
      if (found) return found
      throw new StateError(`${part} is not among the parts of this stack`, 'Name it in `parts`')
    },
    // the API server goes before etcd: without etcd it hangs on its way out
    stop: async () => {
      for (const each of [...kept.values()].reverse()) await each.stop()
      process.removeListener('exit', endWithUs)
    },
  }
}

const startPart = async (
  part: PartName,
  options: StartOptions,
  kept: Map<ProcessName, Kept>,
  signal: AbortSignal,
): Promise<void> => {
  const { context, config, controlPlane } = options
  const keep = keepOptions(part, options)
  if (part === 'install') return runToEnd(installStep(context, config.root, controlPlane), keep, signal)
  kept.set(part, await keepRunning(specs[part](context), keep, signal))
}

const keepOptions = (part: PartName, { context: { layout }, config, owner }: StartOptions): KeepOptions => ({
  part,
  logFile: layout.logOf(part),
  env: { ...config.partEnv, ...marksOf(layout.stateDir, part, owner) },
  record: (record) => writeRecord(layout.recordOf(part), record),
})

// a part may be ready before what the next one needs is: our users' rights, and the kinds that Crossplane serves
const afterwards: Partial<
  Record<PartName, (client: KubeClient, root: string, signal: AbortSignal) => Promise<unknown>>
> = {
  'kube-apiserver': grantAccess,
  crossplane: async (client, root, signal) => allOffered(client, await readLayers(root, 'definition.yaml'), signal),
}

const finishPart = async (part: PartName, { context, config }: StartOptions, signal: AbortSignal): Promise<void> => {
  const finish = afterwards[part]
  if (!finish) return
  const { client, close } = connectTo(context.layout.kubeconfig)
  try {
    await finish(client, config.root, signal)
  } finally {
    await close()
  }
}
