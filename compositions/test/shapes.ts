import { kindOf } from '../src/kind-of.ts'
import type { ManagedResource } from '../src/managed-resource.ts'

/**
 * Some resources of each shape: the same kind with the same fields and single words, whatever their other texts and numbers say. A
 * schema takes all of one shape or none, but for lengths, formats and bounds, which the longest of each shape and those with the
 * least and the greatest of each number stand for.
 */
export const someOfEachShape = (resources: readonly ManagedResource[]): readonly ManagedResource[] => {
  const best = new Map<string, Readonly<{ resource: ManagedResource; weight: number }>>()
  for (const resource of resources) {
    const shape = `${kindOf(resource)} ${JSON.stringify(shapeOf(resource.spec))}`
    for (const [of, weight] of weightsOf(resource)) {
      const known = best.get(`${shape} ${of}`)
      if (!known || known.weight < weight) best.set(`${shape} ${of}`, { resource, weight })
    }
  }
  return [...new Set([...best.values()].map(({ resource }) => resource))]
}

/** By what a resource stands for others: its length, and each of its numbers in both directions. */
const weightsOf = (resource: ManagedResource): readonly (readonly [string, number])[] => [
  ['length', JSON.stringify(resource).length],
  ...numbersIn(resource.spec).flatMap(
    ([path, number]) =>
      [
        [`${path} least`, -number],
        [`${path} greatest`, number],
      ] as const,
  ),
]

const numbersIn = (value: unknown, path = ''): readonly (readonly [string, number])[] => {
  if (typeof value === 'number') return [[path, value]]
  if (Array.isArray(value)) return value.flatMap((item) => numbersIn(item, `${path}[]`))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([field, inner]) => numbersIn(inner, `${path}.${field}`))
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
