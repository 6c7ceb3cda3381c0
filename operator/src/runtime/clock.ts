import type { Cancel, Clock } from '../ports/clock.ts'

/** The machine's clock. Its timers keep the process alive, as they stand for work to be done. */
export const realClock: Clock = {
  now: Date.now,
  monotonic: () => performance.now(),
  setTimeout: (fn: () => void, ms: number): Cancel => {
    const timer = setTimeout(fn, ms)
    return () => clearTimeout(timer)
  },
}
