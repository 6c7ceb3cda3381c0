import { createHash } from 'node:crypto'
import { z } from 'zod'
import { Refusal } from '../errors.ts'
import type { Redis } from './redis.ts'
import { failScript } from './scripts.ts'

/** Slows down whoever guesses. Counts in Redis, so that all pods count together. */
export interface Attempts {
  /** Throws a refusal 429 while one of the subjects is locked. */
  admit(subjects: readonly Subject[]): Promise<void>
  /** Counts a failure for each. */
  failed(subjects: readonly Subject[]): Promise<void>
  /** Forgets the failures. */
  succeeded(subject: Subject): Promise<void>
}

/** Whose attempts are counted: an account by its name, or an address. */
export type Subject = Readonly<{ kind: 'account' | 'address' | 'registration'; name: string }>

/** Failures before the first lock. */
export type AttemptLimits = Readonly<Record<Subject['kind'], number>>

/** The first lock takes a minute, each further failure doubles it, up to a quarter of an hour. */
export function createAttempts(redis: Redis, limits: AttemptLimits): Attempts {
  const keysOf = ({ kind, name }: Subject) => {
    // names of people are nothing to keep in plain text
    const id = createHash('sha256').update(name.toLowerCase()).digest('hex').slice(0, 32)
    return [`attempts:{${kind}:${id}}`, `lock:{${kind}:${id}}`] as const
  }
  return {
    admit: async (subjects) => {
      const locked = await Promise.all(subjects.map((subject) => redis.eval(lockedScript, [keysOf(subject)[1]], [])))
      const longest = Math.max(0, ...locked.map((answer) => milliseconds.parse(answer)))
      if (longest > 0) throw tooMany(longest)
    },
    failed: async (subjects) => {
      await Promise.all(
        subjects.map((subject) =>
          redis.eval(failScript, [...keysOf(subject)], [limits[subject.kind], windowMs, lockMs, longestLockMs]),
        ),
      )
    },
    succeeded: async (subject) => {
      await redis.eval(forgetScript, [...keysOf(subject)], [])
    },
  }
}

const windowMs = 15 * 60_000
const lockMs = 60_000
const longestLockMs = 15 * 60_000

const lockedScript = `return math.max(redis.call('PTTL', KEYS[1]), 0)`
const forgetScript = `return redis.call('DEL', KEYS[1], KEYS[2])`

const milliseconds = z.number()

const tooMany = (ms: number): Refusal => {
  const seconds = Math.ceil(ms / 1000)
  return new Refusal(429, 'too_many_requests', `too many attempts, try again in ${seconds} seconds`, {
    retryAfterSeconds: seconds,
  })
}
