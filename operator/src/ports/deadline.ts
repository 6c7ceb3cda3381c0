import { DeadlineError } from '../errors.ts'
import type { Clock } from './clock.ts'

/**
 * Runs `work` with a signal that is aborted when `signal` is, or after `ms` milliseconds with a `DeadlineError`.
 * `what` names the work in that error. The promise settles when the work does: work must heed its signal.
 *
 * Not `AbortSignal.any`: that keeps a listener on a long-lived parent for every call.
 */
export const withDeadline = async <T>(
  { clock, ms, signal, what }: Readonly<{ clock: Clock; ms: number; signal: AbortSignal; what: string }>,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  signal.throwIfAborted()
  const controller = new AbortController()
  const onAbort = () => controller.abort(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  const cancel = clock.setTimeout(() => controller.abort(new DeadlineError(`${what} took longer than ${ms} ms`)), ms)
  try {
    return await work(controller.signal)
  } finally {
    cancel()
    signal.removeEventListener('abort', onAbort)
  }
}
