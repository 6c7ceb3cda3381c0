/** Time as an argument, so that tests decide how fast it passes. */
export interface Clock {
  /** Milliseconds since 1970: for what is written down. Jumps when somebody sets the machine's clock. */
  now(): number
  /** Milliseconds since some moment before the process began: for how long something took. Never jumps. */
  monotonic(): number
  /** Runs `fn` once after `ms` milliseconds, unless cancelled. */
  setTimeout(fn: () => void, ms: number): Cancel
}

/** Takes back what was asked for; calling it late or twice does nothing. */
export type Cancel = () => void
