import type { Clock } from '../ports/clock.ts'
import { delay } from '../ports/delay.ts'
import type { Job } from './manager.ts'
import type { Queue } from './queue.ts'

/**
 * Calls `collect` once in `periodMs` if no key waits or is worked on: V8 keeps what it once took, and without work it never gets
 * round to giving it back.
 */
export const tidyAtRest =
  ({
    queue,
    clock,
    collect,
    periodMs = 60_000,
  }: Readonly<{
    queue: Pick<Queue, 'depth' | 'longestRunningMs'>
    clock: Clock
    collect: () => void
    periodMs?: number
  }>): Job =>
  async (signal) => {
    while (!signal.aborted) {
      // an aborted wait is the end of the job, no failure
      await delay(clock, periodMs, signal).catch(() => {})
      if (!signal.aborted && queue.depth() === 0 && queue.longestRunningMs() === 0) collect()
    }
  }
