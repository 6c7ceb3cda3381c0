import type { Clock } from '../ports/clock.ts'

/**
 * Remembers answers for as long as `keepMs` says of each, and lets those who ask at the same time share one. A failure is not
 * remembered. The oldest of more than `limit` answers is forgotten.
 */
export const createRemembered = <T>({
  clock,
  keepMs,
  limit = 1_000,
}: Readonly<{ clock: Clock; keepMs: (answer: T) => number; limit?: number }>) => {
  const known = new Map<string, { answer: Promise<T>; until: number }>()
  return async (key: string, ask: () => Promise<T>): Promise<T> => {
    const found = known.get(key)
    if (found && found.until > clock.monotonic()) return found.answer
    known.delete(key)
    const entry = { answer: ask(), until: Number.POSITIVE_INFINITY }
    known.set(key, entry)
    const [oldest] = known.keys()
    if (known.size > limit && oldest !== undefined) known.delete(oldest)
    try {
      const answer = await entry.answer
      entry.until = clock.monotonic() + keepMs(answer)
      return answer
    } catch (error) {
      if (known.get(key) === entry) known.delete(key)
      throw error
    }
  }
}
