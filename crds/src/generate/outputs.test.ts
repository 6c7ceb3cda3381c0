import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createCelEnvironment } from '../cel/environment.ts'
import { isTransition } from '../cel/run.ts'
import type { Rule } from '../rule.ts'
import { type Structural, structural } from '../structural.ts'
import { taskPlatform } from '../taskplatform.ts'
import { layerSchema } from './crd.ts'
import { category, layerKinds, taskPlatformKind } from './kinds.ts'
import { outputs } from './outputs.ts'

const root = join(import.meta.dirname, '../../..')
const schemas = [
  { kind: 'TaskPlatform', schema: structural(taskPlatform) },
  ...layerKinds.map((layer) => ({ kind: layer.kind, schema: layerSchema(layer) })),
]

test.each(outputs())('$path is what `npm run generate` writes', ({ path, text }) => {
  expect(readFileSync(join(root, path), 'utf8')).toBe(text)
})

describe.each(schemas)('$kind', ({ schema }) => {
  const places = placesIn(schema, '')
  const rules = places.flatMap(({ path, schema }) =>
    (schema['x-kubernetes-validations'] ?? []).map((rule) => ({ path, ...rule })),
  )

  test('every rule compiles', () => {
    const environment = createCelEnvironment()
    expect(rules.filter(({ rule }) => !environment.check(rule).valid)).toEqual([])
  })

  test('transition rules stand where the API server can find the old value: never below a list that has no keys', () => {
    const transitions = rules.filter(({ rule }) => isTransition(rule))
    expect(transitions.length).toBeGreaterThan(0)
    expect(transitions.filter(({ path }) => path !== 'spec')).toEqual([])
  })

  test('no two rules of one place have the same message', () => {
    const told = rules.map(({ path, message }: Rule & { path: string }) => `${path}: ${message}`)
    expect(told).toHaveLength(new Set(told).size)
  })

  test('every field has a description', () => {
    const described = places.filter(({ path }) => /^(spec|status)\./.test(path) && !/(\[\]|\.\*)$/.test(path))
    expect(described.length).toBeGreaterThan(10)
    expect(described.filter(({ schema }) => !schema.description).map(({ path }) => path)).toEqual([])
  })
})

test('kubectl prefers a category to a resource, so that no category has the name of one', () => {
  const names = [taskPlatformKind, ...layerKinds].flatMap(({ kind, plural, shortNames }) => [
    kind.toLowerCase(),
    plural,
    ...shortNames,
  ])
  expect(names).not.toContain(category)
})

function placesIn(schema: Structural, path: string): { path: string; schema: Structural }[] {
  const children = Object.entries(schema.properties ?? {}).map(
    ([name, child]) => [path ? `${path}.${name}` : name, child] as const,
  )
  const items = schema.items ? [[`${path}[]`, schema.items] as const] : []
  const values = schema.additionalProperties ? [[`${path}.*`, schema.additionalProperties] as const] : []
  return [{ path, schema }, ...[...children, ...items, ...values].flatMap(([at, child]) => placesIn(child, at))]
}
