import type { HeldLease, Lease, LeaseRecord } from '../../src/ports/lease.ts'

/** A Lease in memory, shared by as many processes as a test likes. */
export const createMemoryLease = () => {
  let stored: HeldLease | undefined
  let version = 0
  const followers = new Set<(held: HeldLease) => void>()
  const store = (record: LeaseRecord): HeldLease => {
    version += 1
    stored = { record, version: String(version) }
    for (const follower of followers) follower(stored)
    return stored
  }
  return {
    /** What stands in it. */
    record: () => stored?.record,
    /** As if somebody else had written. */
    store,
    /** One process's access to it; `befall` may delay a call, or fail it. Followers are told only if `isHeard`. */
    seenBy: ({
      befall = async () => {},
      isHeard = true,
    }: Readonly<{ befall?: Befall; isHeard?: boolean }> = {}): Lease => ({
      name: 'test',
      read: async ({ signal }) => {
        await befall('read', signal)
        return stored
      },
      create: async (record, { signal }) => {
        await befall('create', signal)
        return stored ? 'outdated' : store(record)
      },
      replace: async (held, record, { signal }) => {
        await befall('replace', signal)
        return held.version === stored?.version ? store(record) : 'outdated'
      },
      follow: (onSeen, signal) =>
        new Promise((resolve) => {
          if (isHeard) followers.add(onSeen)
          signal.addEventListener('abort', () => {
            followers.delete(onSeen)
            resolve()
          })
        }),
    }),
  }
}

/** What happens before a call reaches the Lease. */
export type Befall = (call: 'read' | 'create' | 'replace', signal: AbortSignal) => Promise<void>
