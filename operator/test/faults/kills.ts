import { setTimeout as pause } from 'node:timers/promises'
import type { OperatorUnderTest } from './operator-process.ts'
import type { SeenRequest } from './proxy/request.ts'

/** An operator that is being killed, over and over. */
export type Kills = Readonly<{ count(): number; stop(): Promise<void> }>

/**
 * Kills the operator right after each write that the API server carried out: by turns before it hears of it, and after. Writes
 * that only keep it the leader do not count: its life would consist of them.
 */
export function killAfterEachWrite(operator: OperatorUnderTest): Kills {
  let count = 0
  let stopped = false
  let dying: Promise<void> | undefined
  const kill = (): Promise<void> => {
    dying ??= operator.kill().finally(() => {
      dying = undefined
    })
    return dying
  }
  const ends = ({ resource }: SeenRequest) => !stopped && resource !== 'leases'
  operator.proxy.behave({
    carriedOut: async (request) => {
      if (!ends(request)) return 'deliver'
      if (dying) return 'lose'
      count += 1
      if (count % 2 === 0) return 'deliver'
      await kill()
      return 'lose'
    },
    delivered: (request) => {
      if (ends(request)) void kill()
    },
  })
  return {
    count: () => count,
    stop: async () => {
      stopped = true
      await dying
      await operator.ready()
    },
  }
}

/** Kills the operator when it has been ready for a random time, over and over. */
export function killAtRandom(operator: OperatorUnderTest, { longestMs, random }: RandomKills): Kills {
  let count = 0
  const stopping = new AbortController()
  const killing = async () => {
    while (!stopping.signal.aborted) {
      await operator.ready()
      await pause(random() * longestMs, undefined, { signal: stopping.signal })
      await operator.kill()
      count += 1
    }
  }
  const ended = killing().catch((error) => {
    if (!stopping.signal.aborted) throw error
  })
  return {
    count: () => count,
    stop: async () => {
      stopping.abort()
      await ended
      await operator.ready()
    },
  }
}

type RandomKills = Readonly<{ longestMs: number; random: () => number }>

/** Numbers that look random, from 0 up to 1, the same for the same seed (mulberry32). */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
