import { isDeepStrictEqual } from 'node:util'
import { kinds } from '@taskplatform/bootstrap/twin/kinds/registry'
import type { Settled } from '@taskplatform/compositions/assumed/settle'
import type { ManagedResource } from '@taskplatform/compositions/managed-resource'

/** Managed resources by their keys. One that went away on the way to the end and came back is another one: its key says `anew`. */
export type Made = ReadonlyMap<string, ManagedResource>

/** What a composition has made, at the end of `rounds`. */
export const keyed = (resources: Settled['composition']['resources'], rounds: readonly Settled[] = []): Made =>
  new Map(
    Object.entries(resources).map(([key, { resource }]) => {
      const wasGone = rounds.some(({ composition, observed }) => key in observed && !(key in composition.resources))
      return [`${key}${wasGone ? ' anew' : ''}`, resource] as const
    }),
  )

/** Resources that stand before and after, with the arguments that differ, those within a block with its name. */
export const keptIn = (before: Made, after: Made) =>
  [...before].flatMap(([key, resource]) => {
    const then = after.get(key)
    return then ? [{ key, resource, changed: changedIn(resource, then) }] : []
  })

/** Arguments that would have to change and force the provider to replace, which it refuses: `instance: dbName`. */
export const impossibleChanges = (before: Made, after: Made): readonly string[] =>
  keptIn(before, after).flatMap(({ key, resource, changed }) =>
    changed.filter((argument) => replacing(resource).includes(argument)).map((argument) => `${key}: ${argument}`),
  )

const changedIn = (before: ManagedResource, after: ManagedResource): readonly string[] => {
  const [old, now] = [before.spec.forProvider, after.spec.forProvider]
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])]
  const changed = names.filter((name) => !isDeepStrictEqual(old[name], now[name]))
  return changed.flatMap((name) => [name, ...changedWithin(name, old[name], now[name])])
}

const changedWithin = (name: string, old: unknown, now: unknown): readonly string[] => {
  if (!isBlock(old) || !isBlock(now)) return []
  return Object.keys({ ...old, ...now }).flatMap((field) =>
    isDeepStrictEqual(old[field], now[field]) ? [] : [`${name}.${field}`],
  )
}

const isBlock = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const replacing = ({ apiVersion, kind }: ManagedResource): readonly string[] =>
  kinds.find(({ resource }) => resource.kind === kind && apiVersion === `${resource.group}/${resource.version}`)
    ?.replacing ?? []
