import { z } from 'zod'

/**
 * Text of at most `max` characters. Characters are code points, as the API server counts them, not UTF-16 units.
 *
 * `pattern` must mean the same to Go and to JavaScript: anchored, no look-around, no `.` and no `\s`
 * (the generator refuses others). `examples` are legal values; the reference page and the fuzzer use them.
 */
export function text(limits: { max: number; min?: number; pattern?: RegExp; examples?: readonly string[] }) {
  const { max, min = 0, pattern, examples } = limits
  const length = z.string().refine((value) => codePoints(value) >= min && codePoints(value) <= max, {
    message: `must be ${min} to ${max} characters long`,
  })
  const matched = pattern ? length.regex(pattern) : length
  return matched.meta({ maxLength: max, ...(min > 0 && { minLength: min }), ...(examples && { examples }) })
}

/** A whole number from `min` to `max`. The unit belongs into the name of the field. */
export function whole(limits: { min: number; max: number }) {
  return z.int().min(limits.min).max(limits.max)
}

/** One of these words. */
export function oneOf<const T extends readonly [string, ...string[]]>(words: T) {
  return z.enum(words)
}

/** A list that is replaced as a whole. */
export function list<T extends z.ZodType>(item: T, limits: { max: number; min?: number }) {
  return z
    .array(item)
    .min(limits.min ?? 0)
    .max(limits.max)
    .meta({ 'x-kubernetes-list-type': 'atomic' })
}

/** A list whose items are told apart by one field; the API server refuses two with the same and merges by it. */
export function listBy<T extends z.ZodObject>(
  key: string & keyof z.infer<T>,
  item: T,
  limits: { max: number; min?: number },
) {
  return z
    .array(item)
    .min(limits.min ?? 0)
    .max(limits.max)
    .refine((items) => allDifferent(items.map((one) => (one as Record<string, unknown>)[key])), {
      message: `two items have the same ${key}: give each its own`,
    })
    .meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': [key] })
}

/** A list of texts without order, each at most once. */
export function setOf<T extends z.ZodType<string>>(item: T, limits: { max: number; min?: number }) {
  return z
    .array(item)
    .min(limits.min ?? 0)
    .max(limits.max)
    .refine(allDifferent, { message: 'an item stands in the list twice: remove one' })
    .meta({ 'x-kubernetes-list-type': 'set' })
}

/** A map of at most `max` entries with free keys. */
export function mapOf<T extends z.ZodType>(value: T, limits: { max: number }) {
  return z
    .record(z.string(), value)
    .refine((map) => Object.keys(map).length <= limits.max, { message: `must have at most ${limits.max} entries` })
    .meta({ maxProperties: limits.max })
}

function allDifferent(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length
}

function codePoints(value: string): number {
  return [...value].length
}
