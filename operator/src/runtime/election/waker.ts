import type { Clock } from '../../ports/clock.ts'

/** A sleep that can be cut short. A call to `wake` while nobody sleeps ends the next sleep at once. */
export const createWaker = (clock: Clock) => {
  let pending = false
  let end: (() => void) | undefined
  return {
    wake: () => {
      pending = true
      end?.()
    },
    /** Resolves after `ms` milliseconds or when woken; rejects with the signal's reason. */
    sleep: (ms: number, signal: AbortSignal): Promise<void> =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        const finish = (settle: () => void) => {
          cancel()
          signal.removeEventListener('abort', onAbort)
          end = undefined
          pending = false
          settle()
        }
        const onAbort = () => finish(() => reject(signal.reason))
        const cancel = clock.setTimeout(() => finish(resolve), pending ? 0 : ms)
        signal.addEventListener('abort', onAbort, { once: true })
        end = () => finish(resolve)
      }),
  }
}
