import { isDeepStrictEqual } from 'node:util'
import { digestOf } from '@taskplatform/compositions/digest'
import { isCrossplane, writerOf } from '@taskplatform/compositions/managers'
import { appliedAnnotation, fieldManager } from '@taskplatform/crds/labels'
import type { LayerDrift } from '@taskplatform/crds/layers/common'
import { type Composite, placeOf } from './composite.ts'
import type { LayerName } from './layer-names.ts'

/** Something that somebody else changed, and that is put right. */
export type Drift = Readonly<{
  layer: LayerName
  /** The object as users type it: `VPC tasks-network-vpc`. */
  object: string
  where: LayerDrift['where'] | 'Composite'
  field: string
  /** The field manager that wrote it, where Kubernetes knows. */
  by?: string | undefined
}>

/** Digest of the spec that a composite is written with, for its annotation. */
export const appliedDigest = ({ spec }: Composite): string => digestOf(withoutCrossplane(spec))

/**
 * What stood otherwise in a composite before we wrote it, although we had written the same before. Another digest means that we
 * have changed our mind, and then nothing is said: our own changes are no drift. `before` is as the API server has it.
 */
export function driftOfComposite(layer: LayerName, wanted: Composite, before: Composite | undefined): readonly Drift[] {
  const written = before?.metadata.annotations?.[appliedAnnotation]
  if (!before || written !== appliedDigest(wanted)) return []
  const paths = pathsBetween(withoutCrossplane(wanted.spec), withoutCrossplane(before.spec), ['spec'])
  return paths.slice(0, mostTold).map((path) => {
    const writer = writerOf(before, path, isOurs)
    const by = writer?.by === 'Stranger' ? { by: writer.name } : {}
    return { layer, object: placeOf(before), where: 'Composite', field: path.join('.'), ...by }
  })
}

/** What a composition found that it had not told before. */
export function newsOfDrift(layer: LayerName, before: Composite | undefined, now: Composite): readonly Drift[] {
  const known = driftIn(before)
  return driftIn(now)
    .filter((one) => !known.some((other) => isDeepStrictEqual(one, other)))
    .map(({ kind, name, where, field, by }) => ({ layer, object: `${kind} ${name}`, where, field, by }))
}

/** What is said of it in an event. */
export const driftText = ({ object, where, field, by }: Drift): string => {
  if (field === 'metadata.deletionTimestamp') return `${object} was deleted by somebody else, and is made again`
  const who = by ? ` by ${by}` : ''
  return where === 'AWS'
    ? `${object}: ${field} was changed in AWS, and is put right`
    : `${object}: ${field} was changed${who}, and is put right`
}

const mostTold = 10

const driftIn = (composite: Composite | undefined): readonly LayerDrift[] =>
  (composite?.status?.['drift'] ?? []) as readonly LayerDrift[]

const isOurs = (manager: string | undefined): boolean => manager === fieldManager || isCrossplane(manager)

type Fields = Readonly<Record<string, unknown>>

const withoutCrossplane = ({ crossplane: _, ...spec }: Fields = {}): Fields => spec

/** The deepest fields that differ. Lists are one field. */
const pathsBetween = (a: unknown, b: unknown, path: readonly string[]): readonly (readonly string[])[] => {
  if (isDeepStrictEqual(a, b)) return []
  if (!isFields(a) || !isFields(b)) return [path]
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  return names.flatMap((name) => pathsBetween(a[name], b[name], [...path, name]))
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
