import type { Attributes, AwsResource } from '../service/aws-resource.ts'
import type { World } from '../service/world.ts'
import type { Backend } from './backend.ts'

/** Where one thing should be brought: to run as `spec` says, to stand still with its data, or to be gone. */
export type Aim = Readonly<{ key: string; backend: Backend; to: 'run' | 'stop' | 'remove'; spec: Attributes }>

/**
 * What to do about everything wanted and everything known: what is wanted runs, what is not wanted any more stands still while its
 * resource (`existing`: their keys) exists, and goes with it.
 */
export const aimsOf = (
  backends: readonly Backend[],
  worlds: readonly World[],
  known: ReadonlyMap<string, Backend>,
  existing: ReadonlySet<string>,
): Aim[] => {
  const wanted = backends.flatMap((backend) =>
    worlds.flatMap((world) => backend.wanted(world)).map((one): Aim => ({ ...one, backend, to: 'run' })),
  )
  const keys = new Set(wanted.map(({ key }) => key))
  const rest = [...known].flatMap(([key, backend]): Aim[] =>
    keys.has(key) ? [] : [{ key, backend, to: existing.has(key) ? 'stop' : 'remove', spec: {} }],
  )
  return [...wanted, ...rest]
}

/** When the next resource becomes available or is gone; `undefined` if none is on its way. */
export const nextChange = (resources: readonly AwsResource[], now: number): number | undefined => {
  const times = resources.flatMap(({ readyAt, goneAt }) => [readyAt, goneAt ?? now]).filter((time) => time > now)
  return times.length === 0 ? undefined : Math.min(...times)
}
