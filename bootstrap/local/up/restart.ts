import type { LocalConfig } from '../config.ts'
import type { Layout } from '../layout.ts'
import { endLeftovers } from '../leftovers.ts'
import { type PartName, partNames } from '../parts/names.ts'
import { checkPortsFree } from '../ports.ts'
import { runSteps } from '../progress.ts'
import { type Settings, writeSettings } from '../settings.ts'
import { partReady, startSupervisor } from './supervise.ts'

/** Ends what is left of a stack, and starts it anew on its old data. Shows how its parts become ready. */
export const restart = async (
  layout: Layout,
  config: LocalConfig,
  settings: Settings,
  signal: AbortSignal,
): Promise<void> => {
  await endLeftovers(layout, signal)
  await checkPortsFree(settings.portBase)
  await writeSettings(layout, settings)
  await startSupervisor(layout, config, settings, partNames)
  const startedAt = performance.now()
  const steps = partNames.map((part) => ({
    title: titles[part],
    run: () => partReady(layout, part, startedAt, signal),
  }))
  await runSteps(steps, config.plain)
}

const titles: Readonly<Record<PartName, string>> = {
  etcd: 'Start etcd',
  'kube-apiserver': 'Start kube-apiserver',
  'kube-controller-manager': 'Start kube-controller-manager',
  install: 'Install CRDs, composites and compositions',
  function: 'Start the composition function',
  crossplane: 'Start Crossplane',
  // the supervisor goes on only when Crossplane serves the composites
  twin: 'Let Crossplane offer the composites, start the AWS twin',
  operator: 'Start the operator',
}
