import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'

/** Waits for `work` to end: 0. After `drainMs` milliseconds it is abandoned: 1. */
export const drain = async (
  work: Promise<unknown>,
  { abandon, clock, drainMs, log }: Readonly<{ abandon: AbortController; clock: Clock; drainMs: number; log: Log }>,
): Promise<number> => {
  const late = new Promise<number>((resolve) => {
    const cancel = clock.setTimeout(() => {
      log.warn({ drainMs }, 'abandoning work that did not end in time')
      abandon.abort(new Error(`The process is stopping and ${drainMs} ms have passed`))
      resolve(1)
    }, drainMs)
    work.finally(cancel).catch(() => {})
  })
  return Promise.race([work.then(() => 0), late])
}
