import { findBackendPrograms } from '../build/backend-programs.ts'
import type { ControlPlane } from '../build/control-plane.ts'
import { bundlePrograms } from '../bundle.ts'
import type { LocalConfig } from '../config.ts'
import type { Layout } from '../layout.ts'
import { backendNames, type PartContext } from '../parts/context.ts'
import { partNames } from '../parts/names.ts'
import { type ProcessName, specs } from '../parts/plan.ts'
import { type Bundle, bundles } from '../parts/programs.ts'
import { defaultPortBase, portsFrom } from '../ports.ts'
import { readRecord } from '../process/record.ts'
import { runSteps } from '../progress.ts'
import { readSettings, type Settings } from '../settings.ts'
import { refresh } from './refresh.ts'
import { restart } from './restart.ts'
import { liveSupervisor } from './supervise.ts'

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
  const settings = settle(config, await readSettings(layout))
  const context = await contextFor(layout, config, controlPlane, settings)
  const changed = await bundleAll(layout, config)
  const stays =
    liveSupervisor(layout)?.state === 'ready' && hasCurrentCommands(context) && !changed.includes('supervisor')
  if (stays) await refresh(changed, context, { config, controlPlane }, signal)
  else await restart(layout, config, settings, signal)
  return settings
}

// what was asked for, else what it was started with, else the usual
const settle = ({ portBase, timeScale }: LocalConfig, before: Settings | undefined): Settings => ({
  portBase: portBase ?? before?.portBase ?? defaultPortBase,
  timeScale: timeScale ?? before?.timeScale ?? defaultTimeScale,
})

// a NAT gateway takes two minutes in AWS; a demonstration should not
const defaultTimeScale = 0.05

const contextFor = async (
  layout: Layout,
  config: LocalConfig,
  controlPlane: ControlPlane,
  { portBase, timeScale }: Settings,
): Promise<PartContext> => ({
  layout,
  ports: portsFrom(portBase),
  programs: controlPlane.programs,
  node: config.node,
  timeScale,
  backends: backendNames,
  backendPrograms: await findBackendPrograms(backendNames, config, controlPlane),
  auditLog: false,
})

const bundleAll = async (layout: Layout, { root, plain }: LocalConfig): Promise<Bundle[]> => {
  const changed: Bundle[] = []
  const run = async () => {
    changed.push(...(await bundlePrograms(Object.keys(bundles) as Bundle[], { root, dist: layout.dist })))
  }
  await runSteps([{ title: 'Bundle our programs', run }], plain)
  return changed
}

// another version, port or time scale shows in the command line
const hasCurrentCommands = (context: PartContext): boolean =>
  partNames
    .filter((part): part is ProcessName => part !== 'install')
    .every((part) => {
      const { command, args } = specs[part](context)
      return readRecord(context.layout.recordOf(part))?.command.join('\0') === [command, ...args].join('\0')
    })
