import { DeadlineError } from '../errors.ts'
import type { Clock } from './clock.ts'

/**
 * Runs `work` with a signal that is aborted when `signal` or `alsoEndedBy` is, or after `ms` milliseconds with a `DeadlineError`.
 * `what` names the work in that error. The promise settles when the work does: work must heed its signal.
 *
 * Not `AbortSignal.any`: that keeps a listener on a long-lived parent for every call.
 */
export const withDeadline = async <T>(
  { clock, ms, signal, alsoEndedBy, what }: Deadline,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  signal.throwIfAborted()
  alsoEndedBy?.throwIfAborted()
  const controller = new AbortController()
  const unlink = [signal, alsoEndedBy].flatMap((ending) => (ending ? link(ending, controller) : []))
  const cancel = clock.setTimeout(() => controller.abort(new DeadlineError(`${what} took longer than ${ms} ms`)), ms)
  try {
    return await work(controller.signal)
  } finally {
    cancel()
    for (const undo of unlink) undo()
  }
}

/** How long work may take, and who may end it earlier. */
export type Deadline = Readonly<{
  clock: Clock
  ms: number
  signal: AbortSignal
  alsoEndedBy?: AbortSignal | undefined
  what: string
}>

const link = (signal: AbortSignal, controller: AbortController): (() => void) => {
  const onAbort = () => controller.abort(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  return () => signal.removeEventListener('abort', onAbort)
}
