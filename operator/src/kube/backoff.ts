/** Waits that double from `baseMs` to `maxMs`, each cut by up to a half at random, and start anew after `resetAfterMs` without one. */
export const createBackoff = (
  { baseMs, maxMs, resetAfterMs }: Readonly<{ baseMs: number; maxMs: number; resetAfterMs: number }>,
  random: () => number,
) => {
  let failures = 0
  let lastAt = Number.NEGATIVE_INFINITY
  return {
    /** Milliseconds to wait after a failure at `now`, and no longer than `atMostMs`. */
    next: (now: number, atMostMs = maxMs): number => {
      failures = now - lastAt > resetAfterMs ? 0 : failures
      const ceiling = Math.min(baseMs * 2 ** failures, maxMs, atMostMs)
      failures += 1
      lastAt = now
      return ceiling * (0.5 + random() / 2)
    },
  }
}
