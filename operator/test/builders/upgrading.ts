import type { LayerName } from '../../src/core/layer-names.ts'
import type { LivePlatform } from '../../src/core/platform.ts'
import { parsePlatform } from '../../src/core/platform.ts'
import { type Guided, guideUpgrades } from '../../src/core/upgrade/guide.ts'
import type { Upgrade, WorkloadFacts } from '../../src/core/upgrade/upgrade.ts'
import { available, composite } from './composite.ts'
import { installation } from './installation.ts'
import { claimedPlatform } from './stored-platform.ts'
import { observing } from './world.ts'

/** A moment within the usual maintenance window, and one outside of it. */
export const inWindow = new Date('2026-11-29T19:00:00Z')
export const outOfWindow = new Date('2026-11-24T12:00:00Z')

/** The cluster can be seen and lets every pod move; nobody asks AWS for addresses. */
export const quiet: WorkloadFacts = { budgets: [], freeAddresses: undefined }

/** What runs in the layers that have versions, and what they are asked for. State only what matters. */
export type Running = Readonly<{
  cluster?: Readonly<{ spec?: object; status?: object; well?: boolean; failed?: string }>
  database?: Readonly<{ spec?: object; status?: object; failed?: string }>
  cache?: Readonly<{ spec?: object; status?: object }>
}>

/** One pass over a platform of this spec, of which this runs. */
export function pass(
  spec: Record<string, unknown>,
  running: Running,
  { now = inWindow, before = [], workload = quiet }: Partial<Pass> = {},
): Guided {
  const platform = parsePlatform(claimedPlatform({ spec }), installation) as LivePlatform
  return guideUpgrades(platform, standing(running), { now, before, workload })
}

type Pass = Readonly<{ now: Date; before: readonly Upgrade[]; workload: WorkloadFacts }>

const standing = ({ cluster, database, cache }: Running) =>
  observing([
    ...(cluster ? [layer('Cluster', cluster)] : []),
    ...(database ? [layer('Database', database)] : []),
    ...(cache ? [layer('Cache', cache)] : []),
  ])

function layer(
  name: LayerName,
  { spec = {}, status = {}, well = true, failed }: NonNullable<Running['cluster']>,
): ReturnType<typeof composite> {
  const resources = failed
    ? { ready: false, reason: 'Failed', message: failed }
    : well
      ? available
      : { ready: false, reason: 'Creating', message: `${name} is being changed` }
  return composite(`Platform${name}`, { spec: spec as Record<string, unknown>, status: { ...status }, resources })
}
