import type { LayerName } from './layer-names.ts'
import type { Observed } from './observed.ts'
import type { Resolved } from './resolve.ts'

/** What is in force already: the values of `status.resolved`, and the identifiers that only composites hold. */
export type Recorded = Resolved & Readonly<Partial<Record<'registry' | 'secrets', Readonly<{ identifier?: string }>>>>

/**
 * What a platform was first accepted with: its status where that says something, else what its composites hold. A restored
 * TaskPlatform has no status and another UID, and neither may resize, upgrade or double what runs. No composite tells the
 * release.
 */
export function recordedOf(resolved: Resolved = {}, observed: Pick<Observed, 'composites'>): Recorded {
  const held = heldIn(observed)
  const parts = partNames.map((part) => [part, { ...held[part], ...said(resolved[part as keyof Resolved]) }])
  return { ...said({ release: resolved.release }), ...Object.fromEntries(parts) }
}

const partNames = ['network', 'cluster', 'database', 'cache', 'registry', 'secrets'] as const

function heldIn({ composites }: Pick<Observed, 'composites'>): Readonly<Record<(typeof partNames)[number], object>> {
  const held = (layer: LayerName, fields: readonly string[]) => {
    const spec = composites.get(layer)?.spec ?? {}
    return said(Object.fromEntries(fields.map((field) => [field, spec[field]])))
  }
  const { cidr, availabilityZones } = composites.get('Network')?.spec ?? {}
  return {
    network: said({ cidr, zones: availabilityZones }),
    cluster: held('Cluster', ['version', 'serviceCidr']),
    database: held('Database', ['identifier', 'engineVersion', 'instanceClass', 'storageGiB', 'maxStorageGiB']),
    cache: held('Cache', ['identifier', 'engine', 'engineVersion', 'nodeType', 'nodes']),
    registry: held('Registry', ['identifier']),
    secrets: held('Secrets', ['identifier']),
  }
}

const said = (part: unknown): object =>
  Object.fromEntries(Object.entries(part ?? {}).filter(([, value]) => value !== undefined && !isEmpty(value)))

const isEmpty = (value: unknown): boolean => value === '' || (Array.isArray(value) && value.length === 0)
