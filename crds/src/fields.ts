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
  return matched.meta({
    maxLength: max,
    ...(min > 0 && { minLength: min }),
    ...(examples && { examples: [...examples] }),
  })
}

/** A whole number from `min` to `max`. The unit belongs into the name of the field. */
export function whole(limits: { min: number; max: number; examples?: readonly number[] }) {
  const { min, max, examples } = limits
  const number = z.int().min(min).max(max)
  return examples ? number.meta({ examples: [...examples] }) : number
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
    .superRefine(refuseTwins((one) => (one as Record<string, unknown>)[key]))
    .meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': [key] })
}

/** A map of at most `max` entries with free keys. */
export function mapOf<T extends z.ZodType>(value: T, limits: { max: number }) {
  return z
    .record(z.string(), value)
    .refine((map) => Object.keys(map).length <= limits.max, { message: `must have at most ${limits.max} entries` })
    .meta({ maxProperties: limits.max })
}

/** Reports each item whose identity an item before it has, where the API server reports it. */
function refuseTwins(identity: (item: unknown) => unknown) {
  return (items: readonly unknown[], context: z.core.$RefinementCtx) => {
    const seen = new Set<unknown>()
    items.forEach((item, index) => {
      const message = 'Duplicate value: an item before it has the same; give each its own'
      if (seen.has(identity(item))) context.addIssue({ code: 'custom', path: [index], message })
      seen.add(identity(item))
    })
  }
}

function codePoints(value: string): number {
  return [...value].length
}
