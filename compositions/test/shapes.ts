import { kindOf } from '../src/kind-of.ts'
import type { ManagedResource } from '../src/managed-resource.ts'

/**
 * One resource of each shape: the same kind with the same fields and single words, whatever their other texts and numbers say. A
 * schema takes all of one shape or none, but for lengths and formats, which the longest of each shape stands for.
 */
export const oneOfEachShape = (resources: readonly ManagedResource[]): readonly ManagedResource[] => {
  const longest = new Map<string, ManagedResource>()
  for (const resource of resources) {
    const shape = `${kindOf(resource)} ${JSON.stringify(shapeOf(resource.spec))}`
    const known = longest.get(shape)
    if (!known || JSON.stringify(known).length < JSON.stringify(resource).length) longest.set(shape, resource)
  }
  return [...longest.values()]
}

const shapeOf = (value: unknown, name = ''): unknown => {
  if (name === 'managementPolicies') return value
  if (Array.isArray(value)) return [...new Set(value.map((item) => JSON.stringify(shapeOf(item))))].toSorted()
  if (typeof value === 'string') return isWord(value) ? value : 'text'
  if (typeof value !== 'object' || value === null) return typeof value
  if (freeMaps.has(name)) return 'map'
  return Object.entries(value)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([field, inner]) => [field, shapeOf(inner, field)])
}

/** A word may be one of a few that a schema allows; it counts as part of the shape. */
const isWord = (text: string): boolean => /^[A-Z]?[a-z]+$|^[A-Z_]+$/.test(text)

/** Maps whose keys are anybody's to choose. */
const freeMaps = new Set(['tags', 'labels', 'dimensions'])
