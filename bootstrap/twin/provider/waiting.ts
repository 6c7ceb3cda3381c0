/** Remembers who waits for what, and how often each has tried. In memory only: after a start everybody looks anew. */
export interface Waiting {
  /** `who` wants another look when all of `things` have happened; replaces what it waited for before. */
  wait(who: string, things: readonly string[]): void
  /** Says that `thing` has happened; gives those that waited for nothing else any more. */
  release(thing: string): string[]
  /** Milliseconds to the next try, doubling from 1 s to 60 s, as the provider's managed reconciler does. */
  nextRetryMs(who: string): number
  /** How often `who` has tried since it last succeeded. */
  tries(who: string): number
  /** Since when `who` has been refused, from `now` on if it was not. */
  refusedSince(who: string, now: number): number
  forget(who: string): void
}

/** Nobody waits. */
export const createWaiting = (): Waiting => {
  const waitersOf = new Map<string, Set<string>>()
  const awaited = new Map<string, Set<string>>()
  const tries = new Map<string, number>()
  const since = new Map<string, number>()
  const leave = (who: string) => {
    for (const thing of awaited.get(who) ?? []) {
      const waiters = waitersOf.get(thing)
      waiters?.delete(who)
      if (waiters?.size === 0) waitersOf.delete(thing)
    }
    awaited.delete(who)
  }
  return {
    wait: (who, things) => {
      leave(who)
      if (things.length === 0) return
      awaited.set(who, new Set(things))
      for (const thing of things) waitersOf.set(thing, (waitersOf.get(thing) ?? new Set()).add(who))
    },
    release: (thing) => {
      const waiters = [...(waitersOf.get(thing) ?? [])]
      waitersOf.delete(thing)
      return waiters.filter((who) => {
        const rest = awaited.get(who)
        rest?.delete(thing)
        return rest?.size === 0 && awaited.delete(who)
      })
    },
    nextRetryMs: (who) => {
      const count = tries.get(who) ?? 0
      tries.set(who, count + 1)
      return Math.min(1000 * 2 ** count, 60_000)
    },
    tries: (who) => tries.get(who) ?? 0,
    refusedSince: (who, now) => {
      const begun = since.get(who) ?? now
      since.set(who, begun)
      return begun
    },
    forget: (who) => {
      leave(who)
      tries.delete(who)
      since.delete(who)
    },
  }
}

/** Things to wait for. */
export const things = {
  object: (kind: string, namespace: string, name: string) => `object ${kind}/${namespace}/${name}`,
  anyObject: (kind: string) => `objects ${kind}`,
  gone: (id: string) => `gone ${id}`,
  made: (kind: string) => `made ${kind}`,
  /** What runs behind the resource of that `resourceKey` answers. */
  backend: (key: string) => `backend ${key}`,
  /** Anything at all in the account. */
  change: 'account change',
  config: 'provider config',
} as const
