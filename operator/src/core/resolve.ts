import { profileDefaults } from '@taskplatform/crds/defaults'
import type { ProviderConfigRef } from '@taskplatform/crds/layers/common'
import { zonesOfRegion } from '@taskplatform/crds/regions'
import type { TaskPlatformSpec, TaskPlatformStatus } from '@taskplatform/crds/taskplatform'

/** What `status.resolved` remembers: the values that size data or cannot be changed, as they are in force. */
export type Resolved = NonNullable<TaskPlatformStatus['resolved']>

/** A spec with every default in place, as far as this release acts on it. */
export type ResolvedSpec = Readonly<{
  region: TaskPlatformSpec['region']
  providerConfigRef: ProviderConfigRef
  tags: Readonly<Record<string, string>>
  network: Readonly<{
    cidr: string
    /** Zone names in the order of the address plan. */
    availabilityZones: readonly string[]
    natGateways: 'Single' | 'PerZone'
    flowLogs: Readonly<{ enabled: boolean; retentionDays: number }>
    interfaceEndpoints: boolean
  }>
  /** What is to be remembered of this resolution. */
  resolved: Resolved
}>

/**
 * Fills in what the user left out. A value that sizes data comes from the spec, else from what was recorded when the
 * platform was first accepted, else from the profile: a later release of the product, or a field taken out of the
 * spec, resizes nothing.
 */
export function resolveSpec(spec: TaskPlatformSpec, recorded: Resolved = {}): ResolvedSpec {
  const defaults = profileDefaults[spec.profile]
  const { network = {} } = spec
  const cidr = network.cidr ?? recorded.network?.cidr ?? defaults.network.cidr
  const zones = zonesFor(spec, recorded.network?.zones ?? [])
  return {
    region: spec.region,
    providerConfigRef: spec.aws?.providerConfigRef ?? defaults.aws.providerConfigRef,
    tags: spec.aws?.tags ?? {},
    network: {
      cidr,
      availabilityZones: zones,
      natGateways: network.natGateways ?? defaults.network.natGateways,
      flowLogs: {
        enabled: network.flowLogs?.enabled ?? defaults.network.flowLogs.enabled,
        retentionDays: network.flowLogs?.retentionDays ?? defaults.network.flowLogs.retentionDays,
      },
      interfaceEndpoints: network.interfaceEndpoints ?? defaults.network.interfaceEndpoints,
    },
    resolved: { ...sizesOf(spec, recorded), network: { cidr, zones: [...zones] } },
  }
}

// Zones that are in use keep their places; more are taken in the order of the region's list.
function zonesFor({ profile, region, network }: TaskPlatformSpec, used: readonly string[]): readonly string[] {
  const count = network?.availabilityZones ?? profileDefaults[profile].network.availabilityZones
  const free = zonesOfRegion[region].filter((zone) => !used.includes(zone))
  return [...used, ...free].slice(0, Math.max(count, used.length))
}

function sizesOf({ profile, release, cluster, database, cache }: TaskPlatformSpec, recorded: Resolved): Resolved {
  const defaults = profileDefaults[profile]
  return {
    release: release ?? recorded.release ?? defaults.release,
    cluster: firstSet<Resolved['cluster']>(['version', 'serviceCidr'], cluster, recorded.cluster, defaults.cluster),
    database: databaseSizes(database, recorded.database, defaults.database),
    cache: firstSet<Resolved['cache']>(
      ['engine', 'engineVersion', 'nodeType', 'nodes'],
      cache,
      recorded.cache,
      defaults.cache,
    ),
  }
}

type Database = Resolved['database']

// Storage that has grown cannot be given back, so the limit that it grows to never comes down by itself.
function databaseSizes(asked: TaskPlatformSpec['database'], recorded: Database, defaults: Database): Database {
  const sizes = firstSet<Database>(['engineVersion', 'instanceClass', 'storageGiB'], asked, recorded, defaults)
  const fourfold = 4 * (sizes.storageGiB ?? 0)
  return { ...sizes, maxStorageGiB: asked?.maxStorageGiB ?? Math.max(fourfold, recorded?.maxStorageGiB ?? 0) }
}

/** For each key, the value of the first source that has one. */
function firstSet<T>(keys: readonly (keyof NonNullable<T>)[], ...sources: readonly T[]): NonNullable<T> {
  const entries = keys.map((key) => [key, sources.find((source) => source?.[key] !== undefined)?.[key]] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as NonNullable<T>
}
