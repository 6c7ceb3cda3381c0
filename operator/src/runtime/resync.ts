import type { Clock } from '../ports/clock.ts'
import { delay } from '../ports/delay.ts'
import type { Log } from '../ports/log.ts'
import type { Job } from './manager.ts'
import { type Queue, unhurried } from './queue.ts'

/**
 * Looks at everything once in a while, whatever was heard: the net under a lost event. `keys` are those that there are; each
 * round begins `periodMs` after the last, a tenth more or less, so that many processes do not start theirs together. 0: never.
 */
export const resyncEvery = (
  periodMs: number,
  {
    keys,
    queue,
    clock,
    log,
    random = Math.random,
  }: Readonly<{
    keys: () => readonly string[]
    queue: Pick<Queue, 'add'>
    clock: Clock
    log: Log
    random?: () => number
  }>,
): Job => {
  return async (signal) => {
    while (periodMs > 0 && !signal.aborted) {
      const waited = await waitOut(clock, periodMs * (0.9 + 0.2 * random()), signal)
      if (!waited) return
      const all = keys()
      log.debug({ keys: all.length }, 'looking at everything again')
      for (const key of all) queue.add(key, { priority: unhurried })
    }
  }
}

const waitOut = async (clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> => {
  try {
    await delay(clock, ms, signal)
    return true
  } catch {
    return false
  }
}
