import { isDeepStrictEqual } from 'node:util'
import { madeBy } from '@taskplatform/compositions/assumed/made'
import { roundsOf } from '@taskplatform/compositions/assumed/settle'
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
import { impossibleChanges, keptIn, keyed, type Made } from './edits.ts'

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
    if (was && isDeepStrictEqual(was.composite, composite)) return inLayer(name, keyed(was.composition.resources))
    const rounds = roundsOf(composite, was && madeBy(was.composition))
    return inLayer(name, keyed(rounds.at(-1)?.composition.resources ?? {}, rounds))
  })
  return [
    new Map([...old].flatMap(([name, { composition }]) => inLayer(name, keyed(composition.resources)))),
    new Map(now),
  ]
}

const inLayer = (layer: string, resources: Made) =>
  [...resources].map(([key, resource]) => [`${layer}/${key}`, resource] as const)

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
    expect(impossibleChanges(old, now)).toEqual([])

    const is: Readonly<Record<string, boolean>> = {
      added: [...now.keys()].some((key) => !old.has(key)),
      removed: [...old.keys()].some((key) => !now.has(key)),
      changed: keptIn(old, now).some(({ changed }) => changed.length > 0) || policiesDiffer(old, now),
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
