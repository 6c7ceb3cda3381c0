import type { Structural } from '../structural.ts'
import { printedKeys } from '../structural-keys.ts'

/** The schema as it is printed: keys in one order, without examples and without bounds that say nothing. */
export function printable(schema: Structural): Structural {
  const kept = printedKeys.flatMap((key) => (saysNothing(schema, key) ? [] : [[key, inner(key, schema[key])]]))
  return Object.fromEntries(kept) as Structural
}

function saysNothing(schema: Structural, key: keyof Structural): boolean {
  return schema[key] === undefined || (key === 'minItems' && schema[key] === 0)
}

function inner(key: keyof Structural, value: unknown): unknown {
  if (key === 'items' || key === 'additionalProperties') return printable(value as Structural)
  if (key !== 'properties') return value
  const properties = Object.entries(value as Record<string, Structural>)
  return Object.fromEntries(properties.map(([name, child]) => [name, printable(child)]))
}
