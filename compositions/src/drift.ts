import type { LayerDrift } from '@taskplatform/crds/layers/common'
import { contains } from './contains.ts'
import { digestOf } from './digest.ts'
import { otherwiseInAws } from './in-aws.ts'
import type { Layer } from './layer.ts'
import type { Desired } from './managed.ts'
import type { ManagedResource } from './managed-resource.ts'
import { writerOf } from './managers.ts'
import type { Observed } from './observed.ts'
import type { Judged } from './resources-ready.ts'

/** What somebody else changed, and what is to be remembered to tell it from our own changes. */
export type Drift = Readonly<{ drift: readonly LayerDrift[]; settled: Readonly<Record<string, string>> }>

/**
 * Finds what is otherwise than we want it although we have not changed our mind. A resource that is ready is remembered with a
 * digest of what is asked for; as long as that is the same, a difference is somebody else's doing. Another digest is a change of
 * ours, and nothing is said until it is ready again. Fields that differ when all is well are the way in which AWS writes them
 * (an ARN for a name, a default of its own): they are remembered too, and never called drift.
 */
export const driftIn = (layer: Layer, judged: readonly Judged[], observed: Observed): Drift => {
  const found = judged.map((one) => {
    const seen = observed[one.desired.key]
    return { desired: one.desired, ...lookAt(one, seen, rememberedOf(layer, one.desired)) }
  })
  return {
    drift: found.flatMap(({ desired, changes }) => changes.map((change) => named(desired, change))).slice(0, mostTold),
    settled: Object.fromEntries(
      found.flatMap(({ desired, differing }) =>
        differing ? [[desired.key, [digestOf(desired.resource.spec), ...differing].join(' ').slice(0, longest)]] : [],
      ),
    ),
  }
}

type Change = Pick<LayerDrift, 'where' | 'field' | 'by'>

/** `differing`: to be remembered with these fields; not at all, if missing. */
type Finding = Readonly<{ changes: readonly Change[]; differing?: readonly string[] }>

const lookAt = (
  { desired, readiness }: Judged,
  seen: ManagedResource | undefined,
  remembered: readonly string[] | undefined,
): Finding => {
  if (!remembered) {
    const isLearnt = seen && readiness.state === 'ready'
    return isLearnt ? { changes: [], differing: otherwiseInAws(desired, seen) } : nothing
  }
  if (!seen) return { changes: [deleted] }
  if (seen.metadata.deletionTimestamp) return { changes: [deleted], differing: remembered }
  const edited = editsOf(desired, seen)
  // told once: it is put right in this round, and until it is ready again AWS may still have what was written there
  if (edited.length > 0) return { changes: edited.filter((edit) => !('ours' in edit)) }
  const now = otherwiseInAws(desired, seen)
  const news = now.filter((field) => !remembered.includes(field))
  if (news.length > 0) {
    return { changes: news.map((field) => ({ where: 'AWS', field })), differing: remembered }
  }
  return { changes: [], differing: remembered.filter((field) => now.includes(field)) }
}

const nothing: Finding = { changes: [] }

const deleted: Change = { where: 'ManagedResource', field: 'metadata.deletionTimestamp' }

const rememberedOf = ({ settled = {} }: Layer, { key, resource }: Desired): readonly string[] | undefined => {
  const [digest, ...fields] = (settled[key] ?? '').split(' ')
  return digest === digestOf(resource.spec) ? fields : undefined
}

/** What the object does not hold of what we ask for; `ours` where Crossplane itself wrote it, which is a change on its way. */
const editsOf = ({ resource }: Desired, seen: ManagedResource): readonly (Change & Readonly<{ ours?: true }>)[] =>
  pathsMissing(resource.spec, seen.spec, ['spec']).map((path) => {
    const field = path.join('.')
    const writer = writerOf(seen, path)
    if (writer?.by === 'Us') return { where: 'ManagedResource', field, ours: true }
    return { where: 'ManagedResource', field, ...(writer ? { by: writer.name } : {}) }
  })

/** The deepest fields of `wanted` that `held` does not contain. Lists are one field. */
const pathsMissing = (wanted: unknown, held: unknown, path: readonly string[]): readonly (readonly string[])[] => {
  if (contains(held, wanted)) return []
  if (!isObject(wanted) || !isObject(held)) return [path]
  return Object.keys(wanted).flatMap((name) => pathsMissing(wanted[name], held[name], [...path, name]))
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const named = ({ resource }: Desired, { where, field, by }: Change): LayerDrift => ({
  kind: resource.kind,
  name: resource.metadata.name,
  where,
  field: field.slice(0, longest),
  ...(by ? { by: by.slice(0, 256) } : {}),
})

/** As many as the schema of the status takes. */
const mostTold = 20
/** Characters that the schema of the status takes. */
const longest = 512
