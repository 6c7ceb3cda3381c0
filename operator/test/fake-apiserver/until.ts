import { vi } from 'vitest'

/** Waits until `check` gives something true, and gives it; fails after five seconds of real time. */
export const until = <T>(check: () => T | false | undefined): Promise<T> =>
  vi.waitFor(
    () => {
      const found = check()
      if (found === false || found === undefined) throw new Error(`Waited in vain for: ${check}`)
      return found
    },
    { timeout: 5_000, interval: 5 },
  )
