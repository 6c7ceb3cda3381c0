import { profileDefaults, profileSettings } from '@taskplatform/crds/defaults'
import type { TaskPlatformSpec } from '@taskplatform/crds/taskplatform'
import { identifierOf } from '../identifier.ts'
import type { PlatformId } from '../platform-id.ts'
import type { Resolved } from '../resolve.ts'
import { awsWindows } from './maintenance-windows.ts'
import { unlessEmpty } from './unless-empty.ts'

/** The database with every default in place. */
export type ResolvedDatabase = Readonly<{
  /** Carries the platform's UID: what an earlier platform of the same name left behind is never met. */
  identifier: string
  finalSnapshotIdentifier: string
  engineVersion: string
  /** An upgrade to another major version is prepared only. See `upgrade/guide.ts`. */
  holdUpgrade?: boolean
  databaseName: string
  instanceClass: string
  storageGiB: number
  maxStorageGiB: number
  multiAz: boolean
  backupRetentionDays: number
  backupWindow: string
  maintenanceWindow: string
  restore:
    | Readonly<{ snapshotIdentifier?: string; pointInTime?: string; sourceInstanceIdentifier?: string }>
    | undefined
  customKey: boolean
  performanceInsights: boolean
  enhancedMonitoringSeconds: number
  logExports: readonly string[]
  logRetentionDays: number
}>

/** Fills in the database. What sizes it stays what was first accepted, unless the spec says otherwise. */
export function resolveDatabase(
  { profile, database = {}, maintenance, monitoring }: TaskPlatformSpec,
  recorded: Resolved['database'],
  id: PlatformId,
): ResolvedDatabase {
  const defaults = profileDefaults[profile]
  const identifier = recorded?.identifier ?? identifierOf(id, 'database')
  const windows = awsWindows(maintenance?.window ?? defaults.maintenance.window)
  const storageGiB = database.storageGiB ?? recorded?.storageGiB ?? defaults.database.storageGiB
  return {
    identifier,
    finalSnapshotIdentifier: `${identifier}-final`,
    engineVersion: database.engineVersion ?? recorded?.engineVersion ?? defaults.database.engineVersion,
    databaseName: database.databaseName ?? defaults.database.databaseName,
    instanceClass: database.instanceClass ?? recorded?.instanceClass ?? defaults.database.instanceClass,
    storageGiB,
    maxStorageGiB: storageLimit(database.maxStorageGiB, recorded?.maxStorageGiB, storageGiB),
    multiAz: database.multiAz ?? defaults.database.multiAz,
    backupRetentionDays: database.backupRetentionDays ?? defaults.database.backupRetentionDays,
    backupWindow: windows.backup,
    maintenanceWindow: windows.maintenance,
    restore: restoreOf(database.restore),
    logRetentionDays: monitoring?.logRetentionDays ?? defaults.monitoring.logRetentionDays,
    ...profileSettings[profile].database,
  }
}

// Storage that has grown cannot be given back, so the limit that it grows to never comes down by itself.
const storageLimit = (asked: number | undefined, recorded: number | undefined, storageGiB: number): number =>
  asked ?? Math.max(4 * storageGiB, recorded ?? 0)

function restoreOf(restore: NonNullable<TaskPlatformSpec['database']>['restore']): ResolvedDatabase['restore'] {
  const set = Object.entries(restore ?? {}).filter(([, value]) => unlessEmpty(value) !== undefined)
  return set.length > 0 ? Object.fromEntries(set) : undefined
}
