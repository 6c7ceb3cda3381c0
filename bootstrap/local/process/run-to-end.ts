import { PartError } from '../errors.ts'
import { startAttempt } from './attempt.ts'
import type { KeepOptions } from './keep-running.ts'
import { logTail } from './log-tail.ts'
import type { PartRecord } from './record.ts'

/** A program that does its work and ends. */
export type StepSpec = Readonly<{ command: string; args: readonly string[]; graceMs: number }>

/** Runs a program to its end. Throws a `PartError` with the end of its log if it fails. */
export const runToEnd = async (spec: StepSpec, options: KeepOptions, signal: AbortSignal): Promise<void> => {
  signal.throwIfAborted()
  const attempt = startAttempt(spec, options)
  const note = (state: PartRecord['state'], identity: PartRecord['identity']) =>
    options.record({ part: options.part, state, identity, command: [spec.command, ...spec.args], restarts: 0 })
  note('starting', attempt.identity)
  const end = () => void attempt.end()
  signal.addEventListener('abort', end, { once: true })
  const code = await attempt.ended()
  signal.removeEventListener('abort', end)
  signal.throwIfAborted()
  if (code === 0) return note('done', undefined)
  note('failed', undefined)
  const words = await logTail(options.logFile)
  throw new PartError(`${options.part} failed. Its last words:\n${words}`, `Read the whole log: ${options.logFile}`)
}
