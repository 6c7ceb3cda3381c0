import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { PartError } from '../errors.ts'
import { until } from '../until.ts'
import { identityOf, type ProcessIdentity } from './identity.ts'
import { logTail } from './log-tail.ts'
import { isReady } from './probe.ts'
import type { ProcessSpec } from './spec.ts'

/** One run of a process, from its start to its end. */
export type Attempt = Readonly<{
  identity: ProcessIdentity | undefined
  hasEnded(): boolean
  /** Resolves when it has ended: with its exit code, or `undefined` if a signal ended it or it could not be run. */
  ended(): Promise<number | undefined>
  /** SIGKILL, as a crash would be; resolves when it has ended. */
  kill(): Promise<void>
  /** SIGTERM, and SIGKILL after its grace; resolves when it has ended. */
  end(): Promise<void>
}>

export type AttemptOptions = Readonly<{ part: string; logFile: string; env: Readonly<Record<string, string>> }>

/** Starts the process; what it prints is added to its log file. A command that cannot be run counts as one that ended. */
export const startAttempt = (
  spec: Pick<ProcessSpec, 'command' | 'args' | 'env' | 'graceMs'>,
  { logFile, env }: AttemptOptions,
): Attempt => {
  mkdirSync(dirname(logFile), { recursive: true })
  const log = openSync(logFile, 'a', 0o600)
  const child = spawn(spec.command, spec.args, { stdio: ['ignore', log, log], env: { ...env, ...spec.env } })
  closeSync(log)
  const exited = once(child, 'exit').catch(() => undefined)
  const hasEnded = () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null
  return {
    identity: child.pid === undefined ? undefined : identityOf(child.pid),
    hasEnded,
    ended: async () => {
      if (!hasEnded()) await exited
      return child.exitCode ?? undefined
    },
    kill: async () => {
      child.kill('SIGKILL')
      if (!hasEnded()) await exited
    },
    end: () => end(child, exited, spec.graceMs),
  }
}

/** Waits until the process is ready. Throws a `PartError` with the last lines of its log if it ends, or takes too long. */
export const readyOrThrow = async (
  attempt: Attempt,
  spec: ProcessSpec,
  { part, logFile }: AttemptOptions,
  signal: AbortSignal,
): Promise<void> => {
  const outcome = await until(async () => (attempt.hasEnded() ? 'ended' : (await isReady(spec.probe)) && 'ready'), {
    what: `${part} to be ready`,
    deadlineMs: spec.readyMs,
    signal,
  }).catch((error: unknown) => {
    signal.throwIfAborted()
    return error
  })
  if (outcome === 'ready') return
  const happened = outcome === 'ended' ? 'ended before it was ready' : `was not ready within ${spec.readyMs / 1000} s`
  throw new PartError(
    `${part} ${happened}. Its last words:\n${await logTail(logFile)}`,
    `Read the whole log: ${logFile}`,
  )
}

const end = async (child: ChildProcess, exited: Promise<unknown>, graceMs: number): Promise<void> => {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
  await exited
  clearTimeout(timer)
}
