import { setTimeout as pause } from 'node:timers/promises'
import { WaitError } from './errors.ts'

/** How long to wait for what; `what` completes the sentence "Waited 10 s for ...". */
export type UntilOptions = Readonly<{
  what: string
  cure?: string
  deadlineMs: number
  intervalMs?: number
  signal: AbortSignal
}>

/**
 * Asks again until the answer is neither `undefined` nor `false`, and returns it. Throws a `WaitError` after the deadline and the
 * signal's reason when it is aborted.
 */
export const until = async <T>(
  question: () => Promise<T | undefined | false> | T | undefined | false,
  { what, cure = 'See the logs of the parts', deadlineMs, intervalMs = 100, signal }: UntilOptions,
): Promise<T> => {
  const deadline = performance.now() + deadlineMs
  for (;;) {
    signal.throwIfAborted()
    const answer = await question()
    if (answer !== undefined && answer !== false) return answer
    if (performance.now() > deadline) throw new WaitError(`Waited ${deadlineMs / 1000} s for ${what}, in vain`, cure)
    await pause(intervalMs, undefined, { signal })
  }
}
