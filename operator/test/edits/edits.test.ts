import { readFileSync } from 'node:fs'
import { changes } from '@taskplatform/crds/changes'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { expectedReach, type Reach } from './expected-reach.ts'
import { reachOf } from './reach.ts'

const legal = changes.flatMap(({ field, effect, shown }) => (shown && effect !== 'Refused' ? [{ field, shown }] : []))
const idle = changes.filter(({ effect, shown }) => !shown && effect !== 'Refused').map(({ field }) => field)

test('every field whose edit does something says what it reaches, and no other does', () =>
  expect(Object.keys(expectedReach)).toEqual(legal.map(({ field }) => field)))

test.each(legal)(
  'an edit of $field reaches exactly what it concerns',
  ({ field, shown: [before, after] }) => expect(reachOf(before, after)).toEqual(listOf(expectedReach[field] ?? {})),
  // a whole platform is rendered twice
  30_000,
)

test('all other fields together reach nothing', () => {
  const { spec } = parse(readFileSync(new URL('../../../crds/examples/full.yaml', import.meta.url), 'utf8'))
  const without = idleParts.reduce<unknown>((edited, part) => withoutPart(edited, part.split('.')), spec)
  expect(Object.keys(without as object)).toEqual(expect.not.arrayContaining(['app', 'objectives', 'budget']))
  expect(reachOf(spec, without as object)).toEqual([])
}, 30_000)

const listOf = (reach: Reach): readonly string[] =>
  Object.entries(reach)
    .flatMap(([layer, kinds]) => (kinds.length === 0 ? [layer] : kinds.map((kind) => `${layer} ${kind}`)))
    .sort()

/** The largest parts of the spec in which nothing is acted on: `app` rather than each of its fields. */
const idleParts = [...new Set(idle.filter((field) => !field.startsWith('cluster.')).map(partOf))]

function partOf(field: string): string {
  const steps = field.replaceAll('[]', '').split('.')
  const parts = steps.map((_, index) => steps.slice(0, index + 1).join('.'))
  const isIdle = (part: string) => legal.every(({ field }) => !`${field.replaceAll('[]', '')}.`.startsWith(`${part}.`))
  return parts.find(isIdle) ?? field
}

function withoutPart(value: unknown, [name = '', ...rest]: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null || !(name in value)) return value
  const { [name]: inner, ...others } = value as Record<string, unknown>
  return rest.length === 0 ? others : { ...others, [name]: withoutPart(inner, rest) }
}
