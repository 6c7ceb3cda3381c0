import { isDeepStrictEqual } from 'node:util'
import { kinds } from '@taskplatform/bootstrap/twin/kinds/registry'
import { madeBy } from '@taskplatform/compositions/assumed/made'
import { roundsOf } from '@taskplatform/compositions/assumed/settle'
import type { ManagedResource } from '@taskplatform/compositions/managed-resource'
import { changes, type Effect } from '@taskplatform/crds/changes'
import { checkUpdate, parseTaskPlatform } from '@taskplatform/crds/contract'
import { type Structural, structural } from '@taskplatform/crds/structural'
import { type TaskPlatform, taskPlatformSpec } from '@taskplatform/crds/taskplatform'
import { expect, test } from 'vitest'
import { renderPlatform } from '../src/core/graph.ts'
import { layers } from '../src/core/layers.ts'
import { type LivePlatform, parsePlatform } from '../src/core/platform.ts'
import { installation } from './builders/installation.ts'
import { claimedPlatform } from './builders/stored-platform.ts'

/** The fields of a schema that hold a value, each by its way there. */
const fieldsOf = (schema: Structural, path = ''): readonly string[] => {
  if (schema.items?.properties) return fieldsOf(schema.items, `${path}[]`)
  if (!schema.properties) return [path]
  return Object.entries(schema.properties).flatMap(([name, field]) => fieldsOf(field, path ? `${path}.${name}` : name))
}

test('every field of the spec says what an edit of it does, in the order of the schema', () =>
  expect(changes.map(({ field }) => field)).toEqual(fieldsOf(structural(taskPlatformSpec))))

const platformOf = (spec: object) => claimedPlatform({ spec: spec as Record<string, unknown> })

const refusals = (before: object, after: object): readonly string[] => {
  const [old, updated] = [platformOf(before), platformOf(after)].map((object) => {
    const parsed = parseTaskPlatform(object)
    if (!parsed.ok) throw new Error(parsed.issues.map(({ path, message }) => `${path}: ${message}`).join('; '))
    return parsed.value
  }) as [TaskPlatform, TaskPlatform]
  return checkUpdate(old, updated).map(({ message }) => message)
}

/** Managed resources by their keys. One that went away on the way to the end and came back is another one. */
type Made = ReadonlyMap<string, ManagedResource>

const reachable = { ...installation, privateAccess: true }

const graphOf = (spec: object) => renderPlatform(layers, parsePlatform(platformOf(spec), reachable) as LivePlatform)
const bases = new Map<string, ReturnType<typeof graphOf>>()
const baseOf = (spec: object) => {
  const key = JSON.stringify(spec)
  const graph = bases.get(key) ?? graphOf(spec)
  bases.set(key, graph)
  return graph
}

/** All managed resources before an edit, and when it is through. */
const edited = (before: object, after: object): readonly [Made, Made] => {
  const old = new Map(baseOf(before).layers.map((layer) => [layer.name, layer]))
  const now = graphOf(after).layers.flatMap(({ name, composite }) => {
    const was = old.get(name)
    if (was && isDeepStrictEqual(was.composite, composite)) return keyed(name, was.composition.resources)
    const rounds = roundsOf(composite, was && madeBy(was.composition))
    return keyed(name, rounds.at(-1)?.composition.resources ?? {}, rounds)
  })
  return [new Map([...old].flatMap(([name, { composition }]) => keyed(name, composition.resources))), new Map(now)]
}

type Rounds = ReturnType<typeof roundsOf>
type Resources = Rounds[number]['composition']['resources']

const keyed = (layer: string, resources: Resources, rounds: Rounds = []) =>
  Object.entries(resources).map(([key, { resource }]) => {
    const wasGone = rounds.some(({ composition, observed }) => key in observed && !(key in composition.resources))
    return [`${layer}/${key}${wasGone ? ' anew' : ''}`, resource] as const
  })

const argumentsOf = ({ spec }: ManagedResource) => spec.forProvider as Readonly<Record<string, unknown>>

/** Arguments that an edit changes, those within a block with its name. */
const changedIn = (before: ManagedResource, after: ManagedResource): readonly string[] => {
  const [old, now] = [argumentsOf(before), argumentsOf(after)]
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

const shown = changes.flatMap((change) => (change.shown ? [{ ...change, shown: change.shown }] : []))

test.each(shown.filter(({ effect }) => effect === 'Refused'))(
  '$field: an edit is refused, and the refusal names the field',
  ({ field, shown: [before, after] }) =>
    expect(refusals(before, after)).toEqual(
      expect.arrayContaining([expect.stringMatching(new RegExp(`^${field.replace(/\.(kind|name)$/, '')} `))]),
    ),
)

test.each(shown.filter(({ effect }) => effect !== 'Refused'))(
  '$field: $effect, and AWS is asked for nothing that it cannot change',
  ({ effect, shown: [before, after] }) => {
    expect(refusals(before, after)).toEqual([])
    const [old, now] = edited(before, after)
    const kept = [...old].flatMap(([key, resource]) => {
      const then = now.get(key)
      return then ? [{ key, resource, changed: changedIn(resource, then) }] : []
    })
    const impossible = kept.flatMap(({ key, resource, changed }) =>
      changed.filter((argument) => replacing(resource).includes(argument)).map((argument) => `${key}: ${argument}`),
    )
    expect(impossible).toEqual([])

    const is: Readonly<Record<string, boolean>> = {
      added: [...now.keys()].some((key) => !old.has(key)),
      removed: [...old.keys()].some((key) => !now.has(key)),
      changed: kept.some(({ changed }) => changed.length > 0) || policiesDiffer(old, now),
    }
    expect(fits(effect, is)).toBe(true)
  },
  // a whole platform is rendered twice
  30_000,
)

const policiesDiffer = (old: Made, now: Made): boolean =>
  [...old].some(([key, { spec }]) => !isDeepStrictEqual(spec, now.get(key)?.spec ?? spec))

/** Whether what happens is what the effect says. */
const fits = (effect: Effect, { added, removed, changed }: Readonly<Record<string, boolean>>): boolean => {
  switch (effect) {
    case 'Nothing':
    case 'Unused':
      return !added && !removed && !changed
    case 'AtOnce':
      return Boolean(changed) && !added && !removed
    case 'InWindow':
      return Boolean(changed)
    case 'Adds':
      return Boolean(added) || Boolean(removed)
    case 'Replaces':
      return Boolean(added) && Boolean(removed)
    case 'Refused':
      return false
  }
}
