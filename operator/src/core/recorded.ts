import type { Composite } from './composite.ts'
import type { LayerName } from './layer-names.ts'
import type { Observed } from './observed.ts'
import type { Resolved } from './resolve.ts'

/** What is in force already: the values of `status.resolved`, and what only composites hold. */
export type Recorded = Resolved &
  Readonly<Partial<Record<'registry' | 'secrets', Readonly<{ identifier?: string }>>>> &
  Readonly<{
    /** UID that stands in the tags of what exists in AWS: that of the TaskPlatform for which it was made. */
    uid?: string
    /** Names in AWS of what exists there and no composite knows yet, by layer and composition key. */
    names?: Readonly<Partial<Record<LayerName, Readonly<Record<string, string>>>>>
  }>

/**
 * What a platform was first accepted with: its status where that says something, else what its composites hold, else what an export
 * tells of what is in AWS. A restored TaskPlatform has no status and another UID, and neither may resize, upgrade or double what
 * runs. No composite tells the release.
 */
export function recordedOf(
  resolved: Resolved = {},
  observed: Pick<Observed, 'composites'>,
  exported: Recorded = {},
): Recorded {
  const parts = Object.entries(layerOf).map(([part, layer]) => {
    const held = heldBy(layer, observed.composites.get(layer))
    return [part, { ...said(exported[part as Part]), ...held, ...said(resolved[part as keyof Resolved]) }]
  })
  return {
    ...said({ uid: exported.uid, names: exported.names, release: exported.release }),
    ...uidIn(observed),
    ...said({ release: resolved.release }),
    ...Object.fromEntries(parts),
  }
}

/** The part of what is in force that the composite of a layer holds. */
export function heldBy(layer: LayerName, composite: Composite | undefined): object {
  const spec = composite?.spec ?? {}
  const fields = heldFields[layer] ?? []
  const held = Object.fromEntries(
    fields.map((field) => [layer === 'Network' ? networkName(field) : field, spec[field]]),
  )
  return said(held)
}

const layerOf = {
  network: 'Network',
  cluster: 'Cluster',
  database: 'Database',
  cache: 'Cache',
  registry: 'Registry',
  secrets: 'Secrets',
} as const

type Part = keyof typeof layerOf

const heldFields: Partial<Record<LayerName, readonly string[]>> = {
  Network: ['cidr', 'availabilityZones'],
  Cluster: ['version', 'serviceCidr'],
  Database: ['identifier', 'engineVersion', 'instanceClass', 'storageGiB', 'maxStorageGiB'],
  Cache: ['identifier', 'engine', 'engineVersion', 'nodeType', 'nodes'],
  Registry: ['identifier'],
  Secrets: ['identifier'],
}

// the status calls the zones of the network so
const networkName = (field: string): string => (field === 'availabilityZones' ? 'zones' : field)

function uidIn({ composites }: Pick<Observed, 'composites'>): object {
  const tags = [...composites.values()].map(
    ({ spec }) => spec?.['tags'] as Readonly<Record<string, string>> | undefined,
  )
  return said({ uid: tags.map((each) => each?.[uidTag]).find((uid) => uid !== undefined) })
}

/** Tag that tells which of several platforms of one name something in AWS was made for. */
export const uidTag = 'taskplatform.dev/uid'

const said = (part: unknown): object =>
  Object.fromEntries(Object.entries(part ?? {}).filter(([, value]) => value !== undefined && !isEmpty(value)))

const isEmpty = (value: unknown): boolean => value === '' || (Array.isArray(value) && value.length === 0)
