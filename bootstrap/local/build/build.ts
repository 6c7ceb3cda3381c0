import { mkdir } from 'node:fs/promises'
import type { LocalConfig } from '../config.ts'
import type { Report } from '../progress.ts'
import { buildTarget } from './build-target.ts'
import { missing, type Placed, placeTargets } from './control-plane.ts'
import { dataSets, makeDataSet, missingSets } from './data-programs.ts'
import { checkPrerequisites } from './prerequisites.ts'

/**
 * Builds what is missing from the cache, one target after the other (each uses all cores), and shows how far it is. With a warm
 * cache it does nothing and prints nothing. Throws a `PrerequisiteError` or a `BuildError`.
 */
export const build = async (config: LocalConfig, signal: AbortSignal): Promise<void> => {
  const absent = await missing(placeTargets(config.root, config.cache))
  const sets = await missingSets(dataSets(config.root, config.cache))
  if (absent.length === 0 && sets.length === 0) return
  await mkdir(config.cache, { recursive: true })
  if (absent.length > 0) await checkPrerequisites(config.cache, { cwd: config.root, env: config.goEnv, signal })
  const steps = [
    ...sets.map((set) => ({ title: set.title, run: (report: Report) => makeDataSet(set, report, signal) })),
    ...absent.map((placed) => ({
      title: titleOf(placed),
      run: (report: Report) => buildTarget(placed, { env: config.goEnv, report, signal }),
    })),
  ]
  const { runSteps } = await import('../progress.ts')
  await runSteps(steps, config.plain)
}

const titleOf = ({ target }: Placed): string =>
  target.programs.length > 0
    ? `Build ${target.name} ${target.version}`
    : `Fetch the CRDs of ${target.name} ${target.version}`
