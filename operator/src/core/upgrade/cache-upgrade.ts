import { type Composite, stateOf } from '../composite.ts'
import { reportOf } from '../layer-reports.ts'
import type { Observed } from '../observed.ts'
import type { LivePlatform } from '../platform.ts'
import { type Advanced, advance, troubleOf } from './advance.ts'
import { layerIsWell, withinWindow } from './gates.ts'
import { type Stage, toldStep, type UpgradeFacts } from './upgrade.ts'

/** What PlatformCache is asked for. */
export type AskedOfCache = Readonly<{ engineVersion: string }>

/** The step of the cache to another version of its engine, nodes one after the other. Undefined when it is there. */
export function upgradeCache(platform: LivePlatform, observed: Observed, facts: UpgradeFacts): Guidance {
  const composite = observed.composites.get('Cache')
  const wanted = platform.spec.cache.engineVersion
  if (!composite?.spec || composite.metadata.deletionTimestamp) return { asked: { engineVersion: wanted } }
  const { engineVersion = wanted } = composite.spec as Partial<AskedOfCache>
  const asked = { engineVersion }
  const runs = shortOf(reportOf(observed, 'Cache').engineVersion) ?? engineVersion
  const to = newer(wanted, engineVersion)
  const begun = facts.before.find(({ part, state }) => part === 'Cache' && state !== 'Done')
  const from = begun && Number(begun.from) < Number(to) ? begun.from : runs
  if (Number(from) >= Number(to)) return { asked }
  const stages = [stageOf({ from, to }, { platform, composite, asked, runs, facts })]
  const course = { part: 'Cache', from, to, stages, asked, trouble: troubleOf(composite), unknown: [] } as const
  return advance(course, facts.before, facts.now)
}

type Guidance = Advanced<AskedOfCache> | Readonly<{ asked: AskedOfCache; upgrade?: undefined }>

type World = Readonly<{
  platform: LivePlatform
  composite: Composite
  asked: AskedOfCache
  runs: string
  facts: UpgradeFacts
}>

function stageOf({ from, to }: Readonly<{ from: string; to: string }>, world: World): Stage<AskedOfCache> {
  const { platform, composite, asked, runs, facts } = world
  const step = { name: 'engine', from, to }
  const isThere = Number(runs) >= Number(to) && stateOf(composite).state === 'Available'
  const isDone = toldStep(facts.before, 'Cache', step)?.state === 'Done' || isThere
  return {
    ...step,
    state: isDone ? 'Done' : asked.engineVersion === to ? 'Running' : 'Due',
    begin: { engineVersion: to },
    gates: [withinWindow(platform.spec.maintenance.window, facts), layerIsWell(composite)],
    advice: `the nodes go on with ${from}; put right what ElastiCache names, and it is tried again`,
  }
}

// ElastiCache tells three numbers, and the spec has two
const shortOf = (version: string | undefined): string | undefined => version?.split('.').slice(0, 2).join('.')

const newer = (a: string, b: string): string => (Number(a) > Number(b) ? a : b)
