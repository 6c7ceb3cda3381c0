import { isDeepStrictEqual } from 'node:util'

/**
 * Whether everything in `wanted` stands in `held`, which may hold more: defaults, resolved references, late initialisation.
 * Lists are as long as each other, and contain each other item by item: the API server fills in defaults inside of them too.
 * An empty list or object counts as absent, since the provider's Go types leave it out.
 */
export const contains = (held: unknown, wanted: unknown): boolean => {
  if (isEmpty(wanted)) return isEmpty(held)
  if (Array.isArray(wanted)) return isListOf(held, wanted)
  if (!isObject(wanted)) return isDeepStrictEqual(held, wanted)
  if (!isObject(held)) return false
  return Object.entries(wanted).every(([name, value]) => contains(held[name], value))
}

const isListOf = (held: unknown, wanted: readonly unknown[]): boolean =>
  Array.isArray(held) && held.length === wanted.length && wanted.every((one, place) => contains(held[place], one))

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0)
