import { type Profile, profileDefaults, profileSettings } from '@taskplatform/crds/defaults'
import type { DataPolicy, ProviderConfigRef } from '@taskplatform/crds/layers/common'
import type { TaskPlatformSpec, TaskPlatformStatus } from '@taskplatform/crds/taskplatform'
import { identifierOf } from './identifier.ts'
import type { PlatformId } from './platform-id.ts'
import type { Recorded } from './recorded.ts'
import { type ResolvedCache, resolveCache } from './resolve/cache.ts'
import { type ResolvedCluster, resolveCluster } from './resolve/cluster.ts'
import { type ResolvedDatabase, resolveDatabase } from './resolve/database.ts'
import { type ResolvedEdge, resolveEdge } from './resolve/edge.ts'
import { type ResolvedNetwork, resolveNetwork } from './resolve/network.ts'
import type { MaintenanceWindow } from './upgrade/window.ts'

/** What `status.resolved` remembers: the values that size data or cannot be changed, as they are in force. */
export type Resolved = NonNullable<TaskPlatformStatus['resolved']>

/** An exception from a conformance rule, as the spec states it. */
export type Exception = NonNullable<NonNullable<TaskPlatformSpec['compliance']>['exceptions']>[number]

/** A spec with every default in place, as far as this release acts on it. */
export type ResolvedSpec = Readonly<{
  profile: Profile
  region: TaskPlatformSpec['region']
  providerConfigRef: ProviderConfigRef
  /** Tags of the user. */
  tags: Readonly<Record<string, string>>
  deletionProtection: boolean
  dataPolicy: DataPolicy
  network: ResolvedNetwork
  cluster: ResolvedCluster
  database: ResolvedDatabase
  cache: ResolvedCache
  registry: Readonly<{ identifier: string; keepImages: number; customKey: boolean }>
  secrets: Readonly<{ identifier: string; customKey: boolean; recoveryWindowDays: number }>
  edge: ResolvedEdge
  /** Who is told, and how long the logs of pods are kept. */
  observability: Readonly<{ email: string | undefined; logRetentionDays: number; customKey: boolean }>
  /** When upgrades may begin. */
  maintenance: Readonly<{ window: MaintenanceWindow }>
  exceptions: readonly Exception[]
  /** UID in the tags of what is in AWS: our own, unless it was made for a TaskPlatform before us. */
  uidInAws: string
  /** Names of what exists in AWS and is to be taken over, by layer and composition key. */
  externalNames: NonNullable<Recorded['names']>
  /** What is to be remembered of this resolution. */
  resolved: Resolved
}>

/**
 * Fills in what the user left out. A value that sizes data comes from the spec, else from what was recorded when the
 * platform was first accepted, else from the profile: a later release of the product, or a field taken out of the
 * spec, resizes nothing.
 */
export function resolveSpec(spec: TaskPlatformSpec, id: PlatformId, recorded: Recorded = {}): ResolvedSpec {
  const defaults = profileDefaults[spec.profile]
  const settings = profileSettings[spec.profile]
  const parts = {
    network: resolveNetwork(spec, recorded.network),
    cluster: resolveCluster(spec, recorded.cluster),
    database: resolveDatabase(spec, recorded.database, id),
    cache: resolveCache(spec, recorded.cache, id),
  }
  return {
    profile: spec.profile,
    region: spec.region,
    providerConfigRef: spec.aws?.providerConfigRef ?? defaults.aws.providerConfigRef,
    tags: spec.aws?.tags ?? {},
    deletionProtection: spec.deletionProtection ?? defaults.deletionProtection,
    dataPolicy: spec.dataPolicy ?? defaults.dataPolicy,
    ...parts,
    registry: {
      identifier: recorded.registry?.identifier ?? identifierOf(id, 'registry'),
      keepImages: spec.registry?.keepImages ?? defaults.registry.keepImages,
      ...settings.registry,
    },
    secrets: { identifier: recorded.secrets?.identifier ?? identifierOf(id, 'secrets'), ...settings.secrets },
    edge: resolveEdge(spec),
    observability: {
      email: spec.alerting?.email,
      logRetentionDays: spec.monitoring?.logRetentionDays ?? defaults.monitoring.logRetentionDays,
      ...settings.observability,
    },
    maintenance: { window: spec.maintenance?.window ?? defaults.maintenance.window },
    exceptions: spec.compliance?.exceptions ?? [],
    uidInAws: recorded.uid ?? id.uid,
    externalNames: recorded.names ?? {},
    resolved: { release: spec.release ?? recorded.release ?? defaults.release, ...remembered(parts) },
  }
}

const remembered = ({
  network,
  cluster,
  database,
  cache,
}: Pick<ResolvedSpec, 'network' | 'cluster' | 'database' | 'cache'>): Resolved => ({
  network: { cidr: network.cidr, zones: [...network.availabilityZones] },
  cluster: pick(cluster, ['version', 'serviceCidr']),
  database: pick(database, ['identifier', 'engineVersion', 'instanceClass', 'storageGiB', 'maxStorageGiB']),
  cache: pick(cache, ['identifier', 'engine', 'engineVersion', 'nodeType', 'nodes']),
})

const pick = <T, K extends keyof T>(source: T, keys: readonly K[]): Pick<T, K> =>
  Object.fromEntries(keys.map((key) => [key, source[key]])) as Pick<T, K>
