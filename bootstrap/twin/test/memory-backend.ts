import type { Backend, Running } from '../backends/backend.ts'
import { resourceKey } from '../service/aws-resource.ts'
import { stateOf } from '../service/world.ts'

/** A backend that runs nothing and notes what it was asked: `start KEY`, `stop KEY`, `remove KEY`. */
export type MemoryBackend = Backend &
  Readonly<{
    takeCalls(): string[]
    /** The next starts wait until `go`, or are refused. */
    hold(): Readonly<{ go(): void }>
    failNext(times: number): void
  }>

/** Runs one thing for each available resource of `kind`; its facts are `factsOf` what was wanted. */
export const createMemoryBackend = (
  kind: string,
  options: Readonly<{ left?: readonly string[]; running?: Running }> = {},
): MemoryBackend => {
  const calls: string[] = []
  let failures = 0
  let held: Promise<void> = Promise.resolve()
  return {
    kind,
    wanted: (world) =>
      world
        .all(kind)
        .filter((resource) => stateOf(resource, world.now) === 'available')
        .map((resource) => ({ key: resourceKey(resource), spec: { tags: resource.attributes['tags'] ?? {} } })),
    found: async () => options.left ?? [],
    start: async ({ key }, signal) => {
      calls.push(`start ${key}`)
      await Promise.race([
        held,
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      ])
      failures -= 1
      if (failures >= 0) throw new Error('does not answer')
      return options.running ?? { facts: { endpoint: `https://${key}` } }
    },
    stop: async (key) => {
      calls.push(`stop ${key}`)
    },
    remove: async (key) => {
      calls.push(`remove ${key}`)
    },
    takeCalls: () => calls.splice(0),
    hold: () => {
      let go = () => {}
      held = new Promise((resolve) => {
        go = resolve
      })
      return { go: () => go() }
    },
    failNext: (times) => {
      failures = times
    },
  }
}
