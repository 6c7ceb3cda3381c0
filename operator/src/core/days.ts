/** The day of a moment in UTC, as `2026-11-24`. */
export const today = (now: Date): string => now.toISOString().slice(0, 10)

/** When the next day begins in UTC, in milliseconds since the epoch: exceptions and support end with a day. */
export const midnightAfter = (now: Date): number => (Math.floor(now.getTime() / dayMs) + 1) * dayMs

const dayMs = 24 * 60 * 60 * 1000
