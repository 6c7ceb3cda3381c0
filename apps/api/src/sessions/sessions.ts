import type { Session } from '@taskplatform/app-contract/session'
import { z } from 'zod'
import type { Redis } from './redis.ts'
import { beginScript, endScript, listScript, rotateScript } from './scripts.ts'

/** Who logged in from where; shown to the user, and cut to a bearable length. */
export type Origin = Readonly<{ userAgent: string | undefined; address: string | undefined }>

/** What came of a refresh; `tokenId` is the refresh token in force. `reused`: somebody else had the token, and the session has ended. */
export type Rotation = Readonly<{ outcome: 'rotated' | 'again'; tokenId: string } | { outcome: 'reused' | 'gone' }>

/** Where people are logged in. Each session is of its own and has one refresh token that is good. */
export interface Sessions {
  begin(userId: number, origin: Origin): Promise<{ sessionId: string; tokenId: string }>
  rotate(userId: number, sessionId: string, tokenId: string): Promise<Rotation>
  /** Whether a session goes on. `unknown` while Redis cannot be asked. */
  state(userId: number, sessionId: string): Promise<'alive' | 'ended' | 'unknown'>
  list(userId: number, currentId: string): Promise<Session[]>
  /** Answers whether there was such a session. */
  end(userId: number, sessionId: string): Promise<boolean>
}

/** Sessions in Redis that end `ttlSeconds` after their last refresh. */
export function createSessions(redis: Redis, ttlSeconds: number, now: () => number): Sessions {
  const ttlMs = Math.round(ttlSeconds * 1000)
  const prefixOf = (userId: number) => `session:{${userId}}:`
  const setOf = (userId: number) => `sessions:{${userId}}`
  const keysOf = (userId: number, id: string) => [prefixOf(userId) + id, setOf(userId)]
  return {
    begin: async (userId, { userAgent = '', address = '' }) => {
      const [sessionId, tokenId] = [crypto.randomUUID(), crypto.randomUUID()]
      const told = [cut(userAgent), cut(address)]
      await redis.eval(beginScript, keysOf(userId, sessionId), [
        sessionId,
        tokenId,
        now(),
        ttlMs,
        most,
        ...told,
        prefixOf(userId),
      ])
      return { sessionId, tokenId }
    },
    rotate: async (userId, id, tokenId) => {
      const args = [id, tokenId, crypto.randomUUID(), now(), ttlMs, graceMs]
      const [outcome, inForce] = rotation.parse(await redis.eval(rotateScript, keysOf(userId, id), args))
      return outcome === 'rotated' || outcome === 'again' ? { outcome, tokenId: inForce } : { outcome }
    },
    state: async (userId, id) => {
      try {
        return (await redis.exists(prefixOf(userId) + id)) ? 'alive' : 'ended'
      } catch {
        return 'unknown'
      }
    },
    list: async (userId, currentId) => {
      const found = rows.parse(await redis.eval(listScript, [setOf(userId)], [now(), prefixOf(userId)]))
      return found
        .map((row) => sessionOf(row, currentId))
        .toSorted((a, b) => b.last_used_at.localeCompare(a.last_used_at))
    },
    end: async (userId, id) => (await redis.eval(endScript, keysOf(userId, id), [id])) === 1,
  }
}

/** Sessions of one account. */
const most = 20

/** Two tabs that refresh at the same moment are not two people. */
const graceMs = 10_000

const cut = (text: string): string => text.slice(0, 200)

const rotation = z.tuple([z.enum(['rotated', 'again', 'reused', 'gone']), z.string()])
const rows = z.array(z.tuple([z.string(), z.string(), z.string(), z.string(), z.string()]))

const sessionOf = ([id, created, used, userAgent, ip]: z.output<typeof rows>[number], currentId: string): Session => ({
  id,
  current: id === currentId,
  created_at: new Date(Number(created)).toISOString(),
  last_used_at: new Date(Number(used)).toISOString(),
  ...(userAgent ? { user_agent: userAgent } : {}),
  ...(ip ? { ip } : {}),
})
