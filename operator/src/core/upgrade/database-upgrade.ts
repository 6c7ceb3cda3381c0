import { type Composite, stateOf } from '../composite.ts'
import { reportOf } from '../layer-reports.ts'
import type { Observed } from '../observed.ts'
import type { LivePlatform } from '../platform.ts'
import { type Advanced, advance, troubleOf } from './advance.ts'
import { layerIsWell, withinWindow } from './gates.ts'
import { type Stage, toldStep, type UpgradeFacts } from './upgrade.ts'

/** What PlatformDatabase is asked for: the major version, and whether the upgrade to it is only prepared. */
export type AskedOfDatabase = Readonly<{ engineVersion: string; holdUpgrade: boolean }>

/**
 * The next step of PostgreSQL to another major version: a snapshot, then the upgrade itself. Minor versions are no upgrade of
 * ours: RDS raises them in its own time. Undefined when the database is where it should be.
 */
export function upgradeDatabase(platform: LivePlatform, observed: Observed, facts: UpgradeFacts): Guidance {
  const composite = observed.composites.get('Database')
  const wanted = platform.spec.database.engineVersion
  if (!composite?.spec || composite.metadata.deletionTimestamp) {
    return { asked: { engineVersion: wanted, holdUpgrade: false } }
  }
  const asked = askedOf(composite, wanted)
  const report = reportOf(observed, 'Database')
  const runs = majorOf(report.engineVersion) ?? asked.engineVersion
  const to = newer(wanted, asked.engineVersion)
  const from = beginningOf(runs, to, facts)
  const world = { platform, composite, asked, runs, snapshot: report.upgradeSnapshotIdentifier, facts }
  const stages = leapsBetween(from, to, asked).flatMap((leap) => stagesOf(leap, world))
  if (stages.length === 0) return { asked }
  const course = { part: 'Database', from, to, stages, asked, trouble: troubleOf(composite), unknown: [] } as const
  const advanced = advance(course, facts.before, facts.now)
  return { ...advanced, upgrade: namingSnapshot(advanced.upgrade, world.snapshot) }
}

type Guidance = Advanced<AskedOfDatabase> | Readonly<{ asked: AskedOfDatabase; upgrade?: undefined }>

type Leap = Readonly<{ from: string; to: string }>

type World = Readonly<{
  platform: LivePlatform
  composite: Composite
  asked: AskedOfDatabase
  /** Major version that runs. */
  runs: string
  /** Name of the snapshot that was taken for the version that is asked for. */
  snapshot: string | undefined
  facts: UpgradeFacts
}>

function askedOf({ spec = {} }: Composite, wanted: string): AskedOfDatabase {
  const { engineVersion = wanted, holdUpgrade = false } = spec as Partial<AskedOfDatabase>
  return { engineVersion, holdUpgrade }
}

function beginningOf(runs: string, to: string, { before }: UpgradeFacts): string {
  const begun = before.find(({ part, state }) => part === 'Database' && state !== 'Done')
  return begun && Number(begun.from) < Number(to) ? begun.from : runs
}

/** RDS goes to any later major version at once; only one that it is on its way to already has to be reached first. */
function leapsBetween(from: string, to: string, { engineVersion, holdUpgrade }: AskedOfDatabase): readonly Leap[] {
  if (Number(from) >= Number(to)) return []
  const isOnItsWay = !holdUpgrade && Number(engineVersion) > Number(from) && Number(engineVersion) < Number(to)
  return isOnItsWay
    ? [
        { from, to: engineVersion },
        { from: engineVersion, to },
      ]
    : [{ from, to }]
}

function stagesOf({ from, to }: Leap, world: World): readonly Stage<AskedOfDatabase>[] {
  const { platform, composite, asked, runs, snapshot, facts } = world
  const inWindow = [withinWindow(platform.spec.maintenance.window, facts), layerIsWell(composite)]
  const isAsked = Number(asked.engineVersion) >= Number(to)
  const isThere = Number(runs) >= Number(to)
  const isWell = stateOf(composite).state === 'Available'
  const wasDone = (name: string) => toldStep(facts.before, 'Database', { name, from, to })?.state === 'Done'
  const hasBegun = isAsked && !(asked.engineVersion === to && asked.holdUpgrade)
  const isSaved = wasDone('snapshot') || hasBegun || (isAsked && snapshot !== undefined)
  return [
    {
      ...{ name: 'snapshot', from, to },
      state: isSaved ? 'Done' : isAsked ? 'Running' : 'Due',
      begin: { engineVersion: to, holdUpgrade: true },
      gates: inWindow,
      advice: 'nothing was changed; put right what RDS names, and it is tried again',
    },
    {
      ...{ name: 'engine', from, to },
      state: wasDone('engine') || (isThere && isWell) ? 'Done' : hasBegun ? 'Running' : 'Due',
      begin: { engineVersion: to, holdUpgrade: false },
      gates: inWindow,
      advice: `PostgreSQL ${from} goes on and the data is as it was; put right what RDS names (the log "upgrade" of the instance says more), and it is tried again`,
    },
  ]
}

const namingSnapshot = <U extends Readonly<{ message: string }>>(upgrade: U, snapshot: string | undefined): U =>
  snapshot
    ? { ...upgrade, message: `${upgrade.message}; snapshot ${snapshot} holds the data as it was before` }
    : upgrade

const majorOf = (version: string | undefined): string | undefined => version?.split('.')[0]

const newer = (a: string, b: string): string => (Number(a) > Number(b) ? a : b)
