/** How long to pause before a part that ended is started again. */
export type Backoff = Readonly<{ failures: number; pauseMs: number }>

/** Before the first crash. */
export const noBackoff: Backoff = { failures: 0, pauseMs: 0 }

/** The pause after one more crash: doubled while it crashes soon after its start, the shortest again after a steady minute. */
export const nextBackoff = ({ failures }: Backoff, ranForMs: number): Backoff => {
  const count = ranForMs >= steadyMs ? 1 : failures + 1
  return { failures: count, pauseMs: Math.min(shortestMs * 2 ** (count - 1), longestMs) }
}

const steadyMs = 60_000
const shortestMs = 200
const longestMs = 10_000
