import type { z } from 'zod'

/**
 * A rule that a schema language cannot say: CEL text that must be true, and what to tell the user when it is not.
 *
 * It is written once, rides on the zod schema, is printed into the CRD, and is executed by both the API server and
 * `contract.ts`. A rule that names `oldSelf` is a transition rule: it is judged on updates only.
 * The message names the field and the cure.
 */
export type Rule = Readonly<{ rule: string; message: string }>

/** Key under which rules ride on a schema; the one that the API server reads. */
export const rulesKey = 'x-kubernetes-validations'

/** The schema with these rules on it, besides those that it has already. */
export function withRules<T extends z.ZodType>(schema: T, rules: readonly Rule[]): T {
  return schema.meta({ [rulesKey]: [...rulesOf(schema), ...rules] })
}

/** The rules that ride on a schema itself, not those further in. */
export function rulesOf(schema: z.ZodType): readonly Rule[] {
  return (schema.meta()?.[rulesKey] as readonly Rule[] | undefined) ?? []
}

/** CEL: is the field at this path (below `base`) there, and not the empty string that Helm users write for "not set"? */
export function isSet(path: string, { base = 'self', text = false } = {}): string {
  const steps = path.split('.')
  const has = steps.map((_, index) => `has(${[base, ...steps.slice(0, index + 1)].join('.')})`)
  return `(${has.join(' && ')}${text ? ` && ${base}.${path} != ''` : ''})`
}

/** CEL: the value at the path, or the default (CEL text too) where it is not set. */
export function effective(path: string, fallback: string, base = 'self'): string {
  return `(${isSet(path, { base })} ? ${base}.${path} : ${fallback})`
}

/** Transition rule: the field means the same as before. `meaning` is CEL for what it means in the new or the old object. */
export function immutable(field: string, meaning: Meaning, why: string): Rule {
  return {
    rule: `${meaning('self')} == ${meaning('oldSelf')}`,
    message: `${field} is immutable: ${why}; put the old value back`,
  }
}

/** CEL for what a field means in the new or in the old object. */
export type Meaning = (base: 'self' | 'oldSelf') => string

/** Rule of an object with `min` and `max`. */
export const minNotAboveMax: Rule = {
  rule: 'self.min <= self.max',
  message: 'min must not be above max: lower min or raise max',
}

/** Rule of a list: its items differ, by themselves or taken by these fields together. */
export function itemsDiffer(message: string, fields: readonly string[] = []): Rule {
  const same =
    fields.length === 0 ? 'other == one' : fields.map((field) => `other.${field} == one.${field}`).join(' && ')
  return { rule: `self.all(one, self.exists_one(other, ${same}))`, message }
}
