/**
 * Who wrote the field at a path last, besides us: `undefined` if nobody is known, `Us` if only we did (Crossplane for our
 * composition, unless `isOurs` says otherwise). A path is the names of fields from the top, `['spec', 'forProvider', 'tags']`.
 */
export const writerOf = (
  { metadata }: Readonly<{ metadata: object }>,
  path: readonly string[],
  isOurs: (manager: string | undefined) => boolean = isCrossplane,
): Readonly<{ by: 'Us' | 'Stranger'; name: string }> | undefined => {
  const writers = entriesOf(metadata)
    .filter(({ fieldsV1, subresource }) => !subresource && owns(fieldsV1, path))
    .sort((a, b) => ((a.time ?? '') < (b.time ?? '') ? 1 : -1))
  const stranger = writers.find(({ manager }) => !isOurs(manager))
  if (stranger) return { by: 'Stranger', name: stranger.manager ?? '' }
  return writers.length > 0 ? { by: 'Us', name: writers[0]?.manager ?? '' } : undefined
}

type Entry = Readonly<{ manager?: string; time?: string; subresource?: string; fieldsV1?: unknown }>

const entriesOf = (metadata: object): readonly Entry[] =>
  (metadata as Readonly<{ managedFields?: readonly Entry[] }>).managedFields ?? []

// Source: Crossplane v2.4.0, composition_functions.go, FieldOwnerComposedPrefix and FieldOwnerXR
export const isCrossplane = (manager: string | undefined): boolean =>
  manager?.startsWith('apiextensions.crossplane.io/') ?? false

/** A leaf that is owned as a whole owns what is below it. */
const owns = (fields: unknown, [first, ...rest]: readonly string[]): boolean => {
  if (typeof fields !== 'object' || fields === null) return false
  if (first === undefined) return true
  const below = (fields as Readonly<Record<string, unknown>>)[`f:${first}`]
  if (below === undefined) return false
  return (rest.length > 0 && Object.keys(below as object).length === 0) || owns(below, rest)
}
