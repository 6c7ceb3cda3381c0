import { cacheVersions, profileDefaults, profileSettings } from '@taskplatform/crds/defaults'
import type { TaskPlatformSpec } from '@taskplatform/crds/taskplatform'
import { identifierOf } from '../identifier.ts'
import type { PlatformId } from '../platform-id.ts'
import type { Resolved } from '../resolve.ts'
import { awsWindows } from './maintenance-windows.ts'

/** The cache with every default in place. */
export type ResolvedCache = Readonly<{
  /** Carries the platform's UID, as that of the database does. */
  identifier: string
  finalSnapshotIdentifier: string
  engine: string
  engineVersion: string
  nodeType: string
  nodes: number
  multiAz: boolean
  snapshotRetentionDays: number
  snapshotWindow: string
  maintenanceWindow: string
  customKey: boolean
  logDelivery: boolean
  logRetentionDays: number
}>

/** Fills in the cache. What sizes it stays what was first accepted, unless the spec says otherwise. */
export function resolveCache(
  { profile, cache = {}, maintenance, monitoring }: TaskPlatformSpec,
  recorded: Resolved['cache'],
  id: PlatformId,
): ResolvedCache {
  const defaults = profileDefaults[profile]
  const identifier = recorded?.identifier ?? identifierOf(id, 'cache')
  const windows = awsWindows(maintenance?.window ?? defaults.maintenance.window)
  const engine = cache.engine ?? (recorded?.engine as keyof typeof cacheVersions | undefined) ?? defaults.cache.engine
  return {
    identifier,
    finalSnapshotIdentifier: `${identifier}-final`,
    engine,
    engineVersion: cache.engineVersion ?? recorded?.engineVersion ?? cacheVersions[engine],
    nodeType: cache.nodeType ?? recorded?.nodeType ?? defaults.cache.nodeType,
    nodes: cache.nodes ?? recorded?.nodes ?? defaults.cache.nodes,
    multiAz: cache.multiAz ?? defaults.cache.multiAz,
    snapshotWindow: windows.backup,
    maintenanceWindow: windows.maintenance,
    logRetentionDays: monitoring?.logRetentionDays ?? defaults.monitoring.logRetentionDays,
    ...profileSettings[profile].cache,
  }
}
