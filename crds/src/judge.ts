import { holds, isTransition } from './cel/run.ts'
import { celValue } from './cel/value.ts'
import type { Structural } from './structural.ts'

/** One complaint about an object. `path` is written as the API server writes it: `spec.cluster.nodeGroups[0].size`. */
export type Issue = Readonly<{ path: string; message: string }>

type Place = Readonly<{ schema: Structural; self: unknown; oldSelf: unknown; path: string }>

/** The rules about a value by itself that it breaks. The value has the shape of the schema already. */
export function brokenRules(schema: Structural, value: unknown, path = ''): Issue[] {
  return placesIn({ schema, self: celValue(schema, value), oldSelf: undefined, path }).flatMap(
    ({ schema, self, path }) =>
      rulesAt(schema)
        .filter(({ rule }) => !isTransition(rule) && !holds(rule, { self }))
        .map(({ message }) => ({ path, message })),
  )
}

/** The transition rules that a change breaks. Both values have the shape of the schema already. */
export function brokenTransitions(schema: Structural, old: unknown, value: unknown, path = ''): Issue[] {
  const root = { schema, self: celValue(schema, value), oldSelf: celValue(schema, old), path }
  return placesIn(root).flatMap(({ schema, self, oldSelf, path }) =>
    rulesAt(schema)
      .filter(({ rule }) => oldSelf !== undefined && isTransition(rule) && !holds(rule, { self, oldSelf }))
      .map(({ message }) => ({ path, message })),
  )
}

function rulesAt(schema: Structural) {
  return schema['x-kubernetes-validations'] ?? []
}

/** Every value inside, with the old value that the API server would compare it with. */
function placesIn(place: Place): Place[] {
  return [place, ...childrenOf(place).flatMap(placesIn)]
}

function childrenOf({ schema, self, oldSelf, path }: Place): Place[] {
  if (Array.isArray(self)) return itemsOf({ schema, self, oldSelf, path })
  if (typeof self !== 'object' || self === null) return []
  return Object.entries(self).flatMap(([name, value]) => {
    const child = schema.properties?.[name] ?? schema.additionalProperties
    if (!child || value === undefined) return []
    const before = (oldSelf as Record<string, unknown> | undefined)?.[name]
    return [{ schema: child, self: value, oldSelf: before, path: path ? `${path}.${name}` : name }]
  })
}

function itemsOf({ schema, self, oldSelf, path }: Place & { self: unknown[] }): Place[] {
  const { items } = schema
  if (!items) return []
  const before = previousItems(schema, oldSelf)
  return self.map((item, index) => ({ schema: items, self: item, oldSelf: before(item), path: `${path}[${index}]` }))
}

/** Items of a map list have an identity, and so a past; those of other lists have none. */
function previousItems(schema: Structural, old: unknown): (item: unknown) => unknown {
  const keys = schema['x-kubernetes-list-map-keys']
  if (!keys || !Array.isArray(old)) return () => undefined
  const identity = (item: unknown) => JSON.stringify(keys.map((key) => (item as Record<string, unknown>)[key]))
  const byIdentity = new Map(old.map((item) => [identity(item), item]))
  return (item) => byIdentity.get(identity(item))
}
