/**
 * The JSON merge patch (RFC 7396) that turns `from` into `to`, or `undefined` if they mean the same: the order of fields does not
 * matter, and a field that is `undefined` is not there. Lists are replaced whole.
 */
export const mergePatchBetween = (from: JsonObject, to: JsonObject): JsonObject | undefined => {
  const patch: Record<string, unknown> = {}
  for (const name of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const [before, after] = [from[name], to[name]]
    if (isSame(before, after)) continue
    patch[name] = isObject(before) && isObject(after) ? mergePatchBetween(before, after) : (after ?? null)
  }
  return Object.keys(patch).length === 0 ? undefined : patch
}

/** Anything with named fields. */
export type JsonObject = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isSame = (a: unknown, b: unknown): boolean => {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => isSame(item, b[index]))
  if (isObject(a) && isObject(b)) return mergePatchBetween(a, b) === undefined
  return (a ?? null) === (b ?? null)
}
