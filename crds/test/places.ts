import type { Structural } from '@taskplatform/crds/structural'

type Step = string | number

/** A place in a schema, and the way to it through an object. */
export type Place = Readonly<{ steps: readonly Step[]; schema: Structural }>

/** Every place in the schema, itself included: lists by their first item, maps by one key. */
export function placesIn(schema: Structural, steps: readonly Step[] = []): Place[] {
  const children: [Step, Structural][] = [
    ...Object.entries(schema.properties ?? {}),
    ...(schema.items ? [[0, schema.items] as [Step, Structural]] : []),
    ...(schema.additionalProperties ? [['team', schema.additionalProperties] as [Step, Structural]] : []),
  ]
  return [{ steps, schema }, ...children.flatMap(([step, child]) => placesIn(child, [...steps, step]))]
}

/** The value with another one at the end of the steps; what is missing on the way is made. */
export function replacedAt(value: unknown, [step, ...rest]: readonly Step[], other: unknown): unknown {
  if (step === undefined) return other
  if (typeof step === 'number') {
    const items = Array.isArray(value) ? [...value] : []
    items[step] = replacedAt(items[step], rest, other)
    return items
  }
  const fields = typeof value === 'object' && value !== null ? value : {}
  return { ...fields, [step]: replacedAt((fields as Record<string, unknown>)[step], rest, other) }
}
