import { setTimeout as pause } from 'node:timers/promises'
import type { Attempt } from './attempt.ts'
import { isAlive, type ProcessIdentity, signalProcess } from './identity.ts'

/** A run that somebody else began, who is dead now: we are not its parent, so its end is seen by looking, and its exit code never. */
export const adoptAttempt = (identity: ProcessIdentity, graceMs: number): Attempt => {
  const hasEnded = () => !isAlive(identity)
  const ended = async () => {
    while (!hasEnded()) await pause(lookMs)
    return undefined
  }
  return {
    identity,
    hasEnded,
    ended,
    kill: async () => {
      signalProcess(identity, 'SIGKILL')
      await ended()
    },
    end: () => endProcess(identity, graceMs),
  }
}

/** Ends a process that may not be a child of ours: SIGTERM, and SIGKILL after its grace. */
export const endProcess = async (identity: ProcessIdentity, graceMs: number): Promise<void> => {
  const deadline = performance.now() + graceMs
  signalProcess(identity, 'SIGTERM')
  while (isAlive(identity)) {
    if (performance.now() > deadline) signalProcess(identity, 'SIGKILL')
    await pause(50)
  }
}

const lookMs = 200
