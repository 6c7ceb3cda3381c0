import type { Clock } from '../../src/ports/clock.ts'

/** A clock that stands still until it is moved. */
export type FakeClock = Clock &
  Readonly<{
    /** Moves on by `ms`, running what falls due in order, with the promises that hang on it. */
    advance(ms: number): Promise<void>
    /** Sets the clock by so many milliseconds, as an administrator does: no time passes. */
    set(byMs: number): void
    /** Milliseconds until the next timer, `Infinity` if there is none. */
    untilNext(): number
  }>

/** Starts at `startMs` (milliseconds since 1970). */
export const createFakeClock = (startMs = Date.UTC(2026, 0, 1)): FakeClock => {
  let now = startMs
  let setBy = 0
  const timers = new Set<{ at: number; fn: () => void }>()
  const next = () =>
    [...timers].reduce<{ at: number; fn: () => void } | undefined>((a, b) => (a && a.at <= b.at ? a : b), undefined)
  return {
    now: () => now + setBy,
    monotonic: () => now,
    set: (byMs) => {
      setBy += byMs
    },
    setTimeout: (fn, ms) => {
      const timer = { at: now + Math.max(0, ms), fn }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    untilNext: () => (next()?.at ?? Number.POSITIVE_INFINITY) - now,
    advance: async (ms) => {
      const end = now + ms
      await settle()
      for (let timer = next(); timer && timer.at <= end; timer = next()) {
        timers.delete(timer)
        now = timer.at
        timer.fn()
        await settle()
      }
      now = end
      await settle()
    },
  }
}

// a macrotask comes after all promises that are ready
const settle = () => new Promise((resolve) => setImmediate(resolve))
