import type { Kind } from '../service/kind.ts'
import type { Difference } from './arguments.ts'

/** Whether a change would need another resource: the argument itself is marked, or a field within its block that changes. */
export const forcesReplacement = (
  { replacing }: Pick<Kind, 'replacing'>,
  { argument, from, to }: Difference,
): boolean =>
  replacing.some((path) => {
    const [first, ...within] = path.split('.')
    if (first !== argument) return false
    return within.length === 0 || valuesAt(from, within) !== valuesAt(to, within)
  })

const valuesAt = (value: unknown, path: readonly string[]): string => {
  const [field, ...rest] = path
  if (Array.isArray(value)) return value.map((item) => valuesAt(item, path)).join()
  if (field === undefined) return JSON.stringify(value ?? null)
  return typeof value === 'object' && value !== null ? valuesAt((value as Record<string, unknown>)[field], rest) : ''
}
