import type { Structural } from '@taskplatform/crds/structural'
import type { Issue } from '../src/core/issue.ts'

/** Fields that the schema does not know: the API server would refuse or drop them, and a slip of the pen would change nothing. */
export const unknownFields = (schema: Structural, value: unknown, path: string): readonly Issue[] => {
  if (Array.isArray(value)) {
    const { items } = schema
    return items ? value.flatMap((item, index) => unknownFields(items, item, `${path}[${index}]`)) : []
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => {
    const field = schema.properties?.[name] ?? schema.additionalProperties
    const here = `${path}.${name}`
    if (field) return unknownFields(field, inner, here)
    return schema.properties ? [{ path: here, message: adviceOn(name, Object.keys(schema.properties)) }] : []
  })
}

const adviceOn = (name: string, known: readonly string[]): string => {
  const near = known.find((one) => distance(one.toLowerCase(), name.toLowerCase()) <= 2)
  return near ? `is not known: did you mean ${near}?` : `is not known: remove it, or use one of ${known.join(', ')}`
}

/** How many letters have to be put in, taken out or changed to make one word of the other. */
const distance = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [place, letter] of [...one].entries()) {
    const next = [place + 1]
    for (const [index, against] of [...other].entries()) {
      const changed = (row[index] ?? 0) + (letter === against ? 0 : 1)
      next.push(Math.min(changed, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
