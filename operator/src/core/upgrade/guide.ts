import type { Observed } from '../observed.ts'
import type { LivePlatform } from '../platform.ts'
import { type AskedOfCache, upgradeCache } from './cache-upgrade.ts'
import { type AskedOfCluster, upgradeCluster } from './cluster-upgrade.ts'
import { type AskedOfDatabase, upgradeDatabase } from './database-upgrade.ts'
import type { Upgrade, UpgradeFacts } from './upgrade.ts'

/** A platform with the versions that its layers are to be asked for now, what is told of its upgrades, and when to look again. */
export type Guided = Readonly<{
  platform: LivePlatform
  upgrades: readonly Upgrade[]
  /** The next moment at which something may begin although nothing happens. */
  lookAgainAt: Date | undefined
}>

/**
 * Leads a platform from the versions that run to those that its spec asks for, one told step after the other. Pure: the spec
 * itself is not touched, so a newer target simply takes the place of what has not begun.
 */
export function guideUpgrades(platform: LivePlatform, observed: Observed, facts: UpgradeFacts): Guided {
  const cluster = upgradeCluster(platform, observed, facts)
  const database = upgradeDatabase(platform, observed, facts)
  const cache = upgradeCache(platform, observed, facts)
  const parts = [
    { part: 'Cluster', ...cluster },
    { part: 'Database', ...database },
    { part: 'Cache', ...cache },
  ] as const
  const looks = parts.flatMap((one) => ('lookAgainAt' in one && one.lookAgainAt ? [one.lookAgainAt.getTime()] : []))
  return {
    platform: asking(platform, cluster.asked, database.asked, cache.asked),
    upgrades: parts.flatMap(({ part, upgrade }) => upgrade ?? lastDone(part, facts.before)),
    lookAgainAt: looks.length > 0 ? new Date(Math.min(...looks)) : undefined,
  }
}

const asking = (
  platform: LivePlatform,
  cluster: AskedOfCluster,
  database: AskedOfDatabase,
  cache: AskedOfCache,
): LivePlatform => ({
  ...platform,
  spec: {
    ...platform.spec,
    cluster: { ...platform.spec.cluster, ...cluster },
    database: { ...platform.spec.database, ...database },
    cache: { ...platform.spec.cache, ...cache },
  },
})

/** What was done last stays readable until the next upgrade; what was told and has lost its reason is forgotten. */
const lastDone = (part: Upgrade['part'], before: readonly Upgrade[]): readonly Upgrade[] =>
  before.filter((one) => one.part === part && one.state === 'Done')
