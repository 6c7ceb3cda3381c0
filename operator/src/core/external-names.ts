import { digestOf } from '@taskplatform/compositions/digest'
import type { Composite } from './composite.ts'
import { type LayerName, layerNames } from './layer-names.ts'
import type { Observed } from './observed.ts'
import type { LivePlatform, StoredPlatform } from './platform.ts'
import { heldBy, type Recorded } from './recorded.ts'

/** Data of a ConfigMap: `platform`, and a key for each layer, all of them JSON. */
export type NamesData = Readonly<Record<string, string>>

/** External names of one layer by composition key. */
export type Names = Readonly<Record<string, string>>

/** What such a ConfigMap says. */
export type Exported = Readonly<{
  /** Name of the TaskPlatform that it was written for. */
  name: string
  /** UID of that TaskPlatform. */
  uid: string
  recorded: Recorded
  names: Readonly<Partial<Record<LayerName, Names>>>
}>

/** Name of the ConfigMap in which a living platform keeps what a new management cluster has to know. */
export const exportName = (platform: string): string => `${platform}-external-names`

/** Name of the ConfigMap that a platform leaves behind when it is deleted with the data policy Retain. */
export const retainedName = ({ metadata: { name, uid = '' } }: Pick<StoredPlatform, 'metadata'>): string =>
  `${name}-retained-${digestOf(uid).slice(0, 8)}`

/** All that a new management cluster has to know of a living platform to find in AWS what belongs to it. */
export const exportOf = ({ name, uid, spec }: LivePlatform, { composites }: Observed): NamesData => ({
  platform: JSON.stringify({ name, uid, uidInAws: spec.uidInAws, release: spec.resolved.release }),
  ...Object.fromEntries(
    [...composites].map(([layer, composite]) => [keyOf(layer), layerData(layer, composite, namesIn(composite))]),
  ),
})

/** What a composite that is about to be deleted leaves in AWS, because its data policy is Retain; nothing, if it keeps nothing. */
export const retainedOf = (
  { metadata: { name, uid = '' } }: Pick<StoredPlatform, 'metadata'>,
  layer: LayerName,
  composite: Composite,
): NamesData | undefined => {
  if (composite.spec?.['dataPolicy'] !== 'Retain') return undefined
  const kept = new Set((composite.status?.['kept'] ?? []) as readonly string[])
  const names = Object.fromEntries(Object.entries(namesIn(composite)).filter(([key]) => kept.has(key)))
  if (Object.keys(names).length === 0) return undefined
  return { platform: JSON.stringify({ name, uid }), [keyOf(layer)]: layerData(layer, composite, names) }
}

/** Reads what such a ConfigMap says; a sentence, if it cannot be read. */
export const readExport = (data: NamesData): Exported | Readonly<{ unreadable: string }> => {
  const platform = parsed(data['platform'])
  if (!isText(platform?.['name']) || !isText(platform['uid'])) {
    return { unreadable: 'its key platform is not what the operator writes there' }
  }
  const layers = layerNames.flatMap((layer) =>
    keyOf(layer) in data ? [[layer, parsed(data[keyOf(layer)])] as const] : [],
  )
  const bad = layers.find(([, said]) => !isNames(said?.['names']))
  if (bad) return { unreadable: `its key ${keyOf(bad[0])} is not what the operator writes there` }
  return {
    name: platform['name'],
    uid: platform['uid'],
    recorded: {
      ...(isText(platform['release']) ? { release: platform['release'] } : {}),
      ...(isText(platform['uidInAws']) ? { uid: platform['uidInAws'] } : {}),
      ...Object.fromEntries(layers.map(([layer, said]) => [keyOf(layer), said?.['recorded'] ?? {}])),
    },
    names: Object.fromEntries(layers.map(([layer, said]) => [layer, said?.['names'] as Names])),
  }
}

const keyOf = (layer: LayerName): string => layer.toLowerCase()

const layerData = (layer: LayerName, composite: Composite, names: Names): string =>
  JSON.stringify({ recorded: heldBy(layer, composite), names })

// what was given stays known until it is found or made anew
const namesIn = ({ spec, status }: Composite): Names => ({
  ...((spec?.['externalNames'] ?? {}) as Names),
  ...((status?.['externalNames'] ?? {}) as Names),
})

const parsed = (text: string | undefined): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined
  } catch {
    return undefined
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

const isNames = (value: unknown): value is Names =>
  typeof value === 'object' && value !== null && Object.values(value).every((name) => typeof name === 'string')
