import type { ControlPlane } from '../build/control-plane.ts'
import { bundlePrograms } from '../bundle.ts'
import type { LocalConfig } from '../config.ts'
import { install } from '../install/install.ts'
import type { Layout } from '../layout.ts'
import { endLeftovers } from '../leftovers.ts'
import type { PartContext } from '../parts/context.ts'
import { partNames } from '../parts/names.ts'
import { type ProcessName, programsIn, specs } from '../parts/plan.ts'
import { checkPortsFree, defaultPortBase, portsFrom } from '../ports.ts'
import { signalProcess } from '../process/identity.ts'
import { readRecord } from '../process/record.ts'
import { runSteps } from '../progress.ts'
import { readSettings, type Settings, writeSettings } from '../settings.ts'
import { until } from '../until.ts'
import { liveSupervisor, partReady, startSupervisor } from './supervise.ts'

/**
 * Sees to it that the stack of this checkout runs, with the programs and manifests as they are now, and returns its settings.
 * One that runs is brought up to date; one that is dead, or half dead, or from older versions, is started anew on its old data.
 */
export const ensureStack = async (
  layout: Layout,
  config: LocalConfig,
  controlPlane: ControlPlane,
  signal: AbortSignal,
): Promise<Settings> => {
  const before = await readSettings(layout)
  const settings = {
    portBase: config.portBase ?? before?.portBase ?? defaultPortBase,
    timeScale: config.timeScale ?? before?.timeScale ?? defaultTimeScale,
  }
  const context = {
    layout,
    ports: portsFrom(settings.portBase),
    programs: controlPlane.programs,
    node: config.node,
    timeScale: settings.timeScale,
    auditLog: false,
  }
  if (liveSupervisor(layout)?.state === 'ready' && hasCurrentCommands(context))
    await refresh(context, config, controlPlane, signal)
  else await restart(context, config, settings, signal)
  return settings
}

// a NAT gateway takes two minutes in AWS; a demonstration should not
const defaultTimeScale = 0.05

const processNames = partNames.filter((part): part is ProcessName => part !== 'install')

// another version, port or time scale shows in the command line
const hasCurrentCommands = (context: PartContext): boolean =>
  processNames.every((part) => {
    const { command, args } = specs[part](context)
    return readRecord(context.layout.recordOf(part))?.command.join('\0') === [command, ...args].join('\0')
  })

const refresh = async (
  context: PartContext,
  config: LocalConfig,
  controlPlane: ControlPlane,
  signal: AbortSignal,
): Promise<void> => {
  const { layout, ports } = context
  const bring = async () => {
    const changed = await bundlePrograms(programsIn(partNames), { root: config.root, dist: layout.dist })
    await install(
      { kubeconfigPath: layout.kubeconfig, root: config.root, controlPlane, functionPort: ports.function },
      signal,
    )
    for (const part of changed) await restartPart(layout, part, signal)
    return changed.length > 0
      ? `The stack runs; ${changed.join(', ')} started anew with the new code`
      : 'The stack runs'
  }
  await runSteps([{ title: 'The stack runs: bring it up to date', run: bring }], config.plain)
}

// the supervisor starts it again, from the new bundle
const restartPart = async (layout: Layout, part: ProcessName, signal: AbortSignal): Promise<void> => {
  const old = readRecord(layout.recordOf(part))?.identity
  if (old) signalProcess(old, 'SIGTERM')
  const isNew = () => {
    const record = readRecord(layout.recordOf(part))
    return record?.state === 'ready' && record.identity?.pid !== old?.pid
  }
  await until(isNew, {
    what: `${part} to be ready again`,
    deadlineMs: 60_000,
    signal,
    cure: `Read its log: ${layout.logOf(part)}`,
  })
}

const restart = async (
  context: PartContext,
  config: LocalConfig,
  settings: Settings,
  signal: AbortSignal,
): Promise<void> => {
  const { layout } = context
  await endLeftovers(layout, signal)
  await checkPortsFree(settings.portBase)
  await writeSettings(layout, settings)
  const bundle = async () =>
    void (await bundlePrograms(programsIn(partNames), { root: config.root, dist: layout.dist }))
  await runSteps([{ title: 'Bundle our programs', run: bundle }], config.plain)
  startSupervisor(layout, config, settings, partNames)
  const startedAt = performance.now()
  const steps = partNames.map((part) => ({
    title: titles[part],
    run: () => partReady(layout, part, startedAt, signal),
  }))
  await runSteps(steps, config.plain)
}

const titles = {
  etcd: 'Start etcd',
  'kube-apiserver': 'Start kube-apiserver',
  'kube-controller-manager': 'Start kube-controller-manager',
  install: 'Install CRDs, composites and compositions',
  function: 'Start the composition function',
  crossplane: 'Start Crossplane',
  twin: 'Start the AWS twin',
  operator: 'Start the operator',
} as const
