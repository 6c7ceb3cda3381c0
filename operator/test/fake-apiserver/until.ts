import { vi } from 'vitest'

/** Waits until `check` gives something true, and gives it; fails after `timeout` milliseconds of real time, five seconds. */
export const until = <T>(check: () => T | false | undefined, timeout = 5_000): Promise<T> =>
  vi.waitFor(
    () => {
      const found = check()
      if (found === false || found === undefined) throw new Error(`Waited in vain for: ${check}`)
      return found
    },
    { timeout, interval: 5 },
  )
