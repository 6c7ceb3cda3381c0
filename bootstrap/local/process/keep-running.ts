import { setTimeout as pause } from 'node:timers/promises'
import { until } from '../until.ts'
import { adoptAttempt } from './adopt.ts'
import { type Attempt, type AttemptOptions, readyOrThrow, startAttempt } from './attempt.ts'
import { type Backoff, nextBackoff, noBackoff } from './backoff.ts'
import type { ProcessIdentity } from './identity.ts'
import type { PartRecord } from './record.ts'
import type { ProcessSpec } from './spec.ts'

/** A process that is started again whenever it ends. */
export type Kept = Readonly<{
  /** The process that runs now; `undefined` between two attempts. */
  identity(): ProcessIdentity | undefined
  /** Ends it as a crash would (SIGKILL). It comes back by itself. */
  kill(): Promise<void>
  /** Ends it as a crash would, and keeps it from coming back until `resume`. */
  halt(): Promise<void>
  resume(): void
  /** Resolves once it is ready, after a crash if need be. */
  ready(signal: AbortSignal): Promise<void>
  /** Ends it for good: SIGTERM, and SIGKILL after its grace. */
  stop(): Promise<void>
}>

export type KeepOptions = AttemptOptions &
  Readonly<{
    record(record: PartRecord): void
    /** A process that somebody else started with the same command: it is taken over instead of starting another. */
    adopt?: ProcessIdentity | undefined
  }>

/**
 * Starts a process and resolves when it is ready; from then on it is started again, with growing pauses, whenever it ends.
 * Throws a `PartError` if the first attempt fails: that is not a crash to sit out, something is wrong.
 */
export const keepRunning = async (spec: ProcessSpec, options: KeepOptions, signal: AbortSignal): Promise<Kept> => {
  const stopping = new AbortController()
  const state: State = { attempt: undefined, isUp: false, restarts: 0, halted: undefined }
  try {
    await run(state, spec, options, signal, options.adopt)
  } catch (error) {
    await state.attempt?.end()
    throw error
  }
  const watching = startAgainWheneverItEnds(state, spec, options, stopping.signal)
  const isUp = () => state.isUp && !state.attempt?.hasEnded()
  return {
    identity: () => (state.attempt?.hasEnded() ? undefined : state.attempt?.identity),
    kill: async () => state.attempt?.kill(),
    halt: async () => {
      state.halted ??= Promise.withResolvers()
      state.isUp = false
      await state.attempt?.kill()
    },
    resume: () => resume(state),
    ready: async (waiting) => {
      const what = `${options.part} to be ready again`
      await until(isUp, { what, deadlineMs: spec.readyMs, signal: waiting })
    },
    stop: async () => {
      stopping.abort()
      resume(state)
      await state.attempt?.end()
      await watching
    },
  }
}

type State = {
  attempt: Attempt | undefined
  isUp: boolean
  restarts: number
  /** Settled when it may come back; `undefined` if nothing keeps it. */
  halted: PromiseWithResolvers<void> | undefined
}

const resume = (state: State): void => {
  state.halted?.resolve()
  state.halted = undefined
}

const run = async (
  state: State,
  spec: ProcessSpec,
  options: KeepOptions,
  signal: AbortSignal,
  adopted?: ProcessIdentity,
): Promise<void> => {
  state.attempt = adopted ? adoptAttempt(adopted, spec.graceMs) : startAttempt(spec, options)
  note('starting', state, spec, options)
  await readyOrThrow(state.attempt, spec, options, signal)
  state.isUp = true
  note('ready', state, spec, options)
}

const startAgainWheneverItEnds = async (
  state: State,
  spec: ProcessSpec,
  options: KeepOptions,
  stopping: AbortSignal,
): Promise<void> => {
  let backoff: Backoff = noBackoff
  for (;;) {
    const since = performance.now()
    await state.attempt?.ended()
    if (stopping.aborted) return
    state.isUp = false
    state.restarts += 1
    backoff = nextBackoff(backoff, performance.now() - since)
    note('restarting', state, spec, options)
    await pause(backoff.pauseMs, undefined, { signal: stopping }).catch(() => undefined)
    await state.halted?.promise
    if (stopping.aborted) return
    // not ready in time: end it, and the next turn of the loop starts it once more
    await run(state, spec, options, stopping).catch(() => state.attempt?.end())
  }
}

const note = (name: PartRecord['state'], state: State, spec: ProcessSpec, { part, record }: KeepOptions): void =>
  record({
    part,
    state: name,
    identity: name === 'restarting' ? undefined : state.attempt?.identity,
    command: [spec.command, ...spec.args],
    restarts: state.restarts,
  })
