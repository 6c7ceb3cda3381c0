import type { Structural } from '../structural.ts'

/** A value of the schema as CEL sees it: whole numbers are bigints, fields that are not set are not there. */
export function celValue(schema: Structural, value: unknown): unknown {
  if (typeof value === 'number') return BigInt(value)
  if (Array.isArray(value)) return value.map((item) => (schema.items ? celValue(schema.items, item) : item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      const child = schema.properties?.[name] ?? schema.additionalProperties
      return child && inner !== undefined ? [[name, celValue(child, inner)]] : []
    }),
  )
}
