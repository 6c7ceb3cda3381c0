import { layerKinds } from '@taskplatform/crds/generate/kinds'
import { describe, expect, test } from 'vitest'
import { identifiersOf } from '../src/assumed/identifiers.ts'
import { referencesIn } from '../src/assumed/references.ts'
import { settle } from '../src/assumed/settle.ts'
import type { Graph } from '../src/graph.ts'
import { kindOf } from '../src/kind-of.ts'
import { compose, layers } from '../src/layers.ts'
import type { ManagedResource } from '../src/managed-resource.ts'
import type { KindName } from '../src/observed.ts'
import { allExamples, type Composite, exampleSpec, graphOf } from './all-examples.ts'
import { generatedComposites } from './generated-composites.ts'
import { largestComposites } from './largest-composites.ts'

const generated = generatedComposites(60)
const examples = allExamples().map(({ composite }) => composite)
const everything = [...examples, ...generated]

const resourcesOf = (composite: Composite): ManagedResource[] =>
  Object.values(settle(composite).composition.resources).map(({ resource }) => resource)

test('at least 500 legal specs are generated, of every layer that can be composed', () => {
  expect(generated.length).toBeGreaterThanOrEqual(500)
  expect(new Set(generated.map(({ kind }) => kind))).toEqual(new Set(Object.keys(layers)))
})

describe.each(layerKinds.map(({ kind }) => ({ kind })))('$kind', ({ kind }) => {
  const ofKind = everything.filter((composite) => composite.kind === kind)

  test('comes to rest, all of it ready', () => {
    for (const composite of ofKind) {
      const { ready, status } = settle(composite).composition
      expect(ready, `${JSON.stringify(composite.spec)} ${JSON.stringify(status['resources'])}`).toBe(true)
    }
  })

  test('every reference names a resource of the composition', () => {
    for (const composite of ofKind) {
      const resources = resourcesOf(composite)
      const names = new Set(resources.map(({ metadata }) => metadata.name))
      const lost = resources.flatMap(({ metadata, spec }) =>
        referencesIn({ ...spec.initProvider, ...spec.forProvider })
          .filter(({ name }) => !names.has(name))
          .map(({ field, name }) => `${metadata.name} ${field} ${name}`),
      )
      expect(lost).toEqual([])
    }
  })

  test('no reference stands in a list: the provider and Crossplane would rewrite the list in turn for ever', () => {
    const inLists = ofKind
      .flatMap(resourcesOf)
      .flatMap(({ kind, spec }) =>
        listsIn({ ...spec.initProvider, ...spec.forProvider }).flatMap((item) =>
          referencesIn(item).map(({ field }) => `${kind} ${field}`),
        ),
      )
    expect([...new Set(inLists)]).toEqual([])
  })

  test('no two resources share a name, and every name is one that Kubernetes takes', () => {
    for (const composite of ofKind) {
      const names = resourcesOf(composite).map(({ kind, metadata }) => `${kind} ${metadata.name}`)
      expect(new Set(names).size).toBe(names.length)
      for (const name of names) expect(name).toMatch(/^[A-Za-z0-9]+ [a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/)
    }
  })

  test('has at most 50 resources, also at the limits of its schema', () => {
    const largest = largestComposites.filter((composite) => composite.kind === kind)
    expect(largest.length).toBeGreaterThan(0)
    for (const composite of [...ofKind, ...largest]) expect(resourcesOf(composite).length).toBeLessThanOrEqual(50)
  })

  test('does not depend on the order of object keys', () => {
    for (const composite of ofKind.slice(0, 20)) {
      const { observed } = settle(composite)
      expect(compose(reversed(composite), reversed(observed))).toEqual(compose(composite, observed))
    }
  })
})

test.each([
  { why: 'hyphens on the other side', one: { namespace: 'a-b', name: 'c' }, other: { namespace: 'a', name: 'b-c' } },
  {
    why: 'one name in two namespaces',
    one: { namespace: 'a', name: 'tasks' },
    other: { namespace: 'b', name: 'tasks' },
  },
  {
    why: 'two names in one namespace',
    one: { namespace: 'a', name: 'tasks' },
    other: { namespace: 'a', name: 'tasks-2' },
  },
  {
    why: 'a name that is another layer',
    one: { namespace: 'a', name: 'x' },
    other: { namespace: 'a', name: 'x-network' },
  },
  {
    why: 'names that differ at the end only',
    one: { namespace: 'n'.repeat(63), name: `${'p'.repeat(31)}a` },
    other: { namespace: 'n'.repeat(63), name: `${'p'.repeat(31)}b` },
  },
])('platforms never meet in a name of their account: $why', ({ one, other }) => {
  for (const file of ['production.yaml', 'development.yaml']) {
    const names = accountNames(graphOf(exampleSpec(file), one))
    expect(names.length).toBeGreaterThan(20)
    expect(new Set(names).size).toBe(names.length)
    const theirs = new Set(accountNames(graphOf(exampleSpec(file), other)))
    expect(names.filter((name) => theirs.has(name))).toEqual([])
  }
})

const accountNames = (graph: Graph): string[] =>
  graph.layers.flatMap(({ composition }) =>
    Object.values(composition.resources).flatMap(({ resource }) =>
      accountWide.has(kindOf(resource)) ? [`${kindOf(resource)} ${identifiersOf(resource).arn}`] : [],
    ),
  )

/** Kinds whose name is chosen by us and shared by all of an account and region. */
const accountWide: ReadonlySet<KindName> = new Set<KindName>([
  'cloudwatch/CompositeAlarm',
  'cloudwatch/Dashboard',
  'cloudwatch/MetricAlarm',
  'cloudwatchlogs/Group',
  'ecr/Repository',
  'eks/Cluster',
  'elasticache/ParameterGroup',
  'elasticache/ReplicationGroup',
  'elasticache/SubnetGroup',
  'elbv2/LB',
  'elbv2/LBTargetGroup',
  'iam/Role',
  'rds/EventSubscription',
  'rds/Instance',
  'rds/ParameterGroup',
  'rds/SubnetGroup',
  's3/Bucket',
  'secretsmanager/Secret',
  'sns/Topic',
])

type Fields = Readonly<Record<string, unknown>>

/** Items of all lists in the value, except lists of references themselves. */
const listsIn = (value: unknown): Fields[] => {
  if (Array.isArray(value)) return value.filter((item) => typeof item === 'object' && item !== null)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => (name.endsWith('Refs') ? [] : listsIn(inner)))
}

const reversed = <T>(value: T): T => {
  if (Array.isArray(value)) return value.map(reversed) as T
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).reverse()
  return Object.fromEntries(entries.map(([name, inner]) => [name, reversed(inner)])) as T
}
