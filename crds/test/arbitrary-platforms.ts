import { parseTaskPlatform } from '@taskplatform/crds/contract'
import { type Structural, structural } from '@taskplatform/crds/structural'
import { taskPlatform } from '@taskplatform/crds/taskplatform'
import fc from 'fast-check'
import { type Odds, valuesOf } from './arbitrary-values.ts'
import type { Example } from './examples.ts'

type Fields = Record<string, unknown>

/** A change: what is stored, and what somebody would like to have instead. */
export type Change = Readonly<{ old: Example; updated: Example }>

/** Objects to create: legal ones, legal ones with something else in a few places, and wild ones. About half are legal. */
export function platforms(): fc.Arbitrary<Example> {
  const mixture = fc.tuple(legalSpecs(), specs({ odd: 20, present: 50 }), choices)
  const spec = fc.oneof(
    { weight: 3, arbitrary: legalSpecs() },
    { weight: 6, arbitrary: mixture.map(([spec, odd, next]) => mixed(spec, odd, () => next() / 2)) },
    { weight: 1, arbitrary: specs({ odd: 3, present: 40 }) },
  )
  return fc.tuple(names, spec).map(([name, spec]) => platform(name, spec))
}

/** Changes of legal objects, mostly of a few fields, now and then of profile and region too. About half of them are legal. */
export function changes(): fc.Arbitrary<Change> {
  return fc.tuple(legalSpecs(), specs({ odd: 1, present: 60 }), choices).map(([spec, other, next]) => {
    const settled = { profile: spec['profile'], region: spec['region'] }
    const updated = mixed(spec, { ...other, ...settled }, next)
    return {
      old: platform('tasks', spec),
      updated: platform('tasks', next() < 90 ? { ...updated, ...settled } : updated),
    }
  })
}

const names = fc.oneof(
  { weight: 96, arbitrary: fc.constant('tasks') },
  { weight: 4, arbitrary: fc.constantFrom('a', 'a'.repeat(32), 'a'.repeat(33), 'a.b', '1a', 'a-', 'A', '') },
)

function specs(odds: Odds): fc.Arbitrary<Fields> {
  return valuesOf(specSchema(), odds).map((value) =>
    typeof value === 'object' && value !== null ? (value as Fields) : {},
  )
}

function legalSpecs(): fc.Arbitrary<Fields> {
  return specs({ odd: 0, present: 45 })
    .map(plausible)
    .filter((spec) => parseTaskPlatform(platform('tasks', spec)).ok)
}

function specSchema(): Structural {
  const spec = structural(taskPlatform).properties?.['spec']
  if (!spec) throw new Error('A TaskPlatform has a spec: see taskplatform.ts')
  return spec
}

/** A supply of numbers below 100, as a function. */
const choices = fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 150, maxLength: 150 }).map((numbers) => {
  let index = 0
  return () => numbers[index++ % numbers.length] ?? 0
})

function platform(name: string, spec: Fields): Example {
  return {
    apiVersion: 'taskplatform.dev/v1alpha1',
    kind: 'TaskPlatform',
    metadata: { name, namespace: 'default' },
    spec,
  }
}

/** Pairs of fields that chance would hardly ever fill in together. */
function plausible(spec: Fields): Fields {
  const named = spec['profile'] === 'Production' ? { hostname: 'tasks.example.com', ...spec } : spec
  const grafana = (named['monitoring'] as Fields | undefined)?.['grafanaHostname']
  const { certificateArn: _, ...without } = named
  return named['hostname'] || grafana ? { dns: { hostedZoneId: 'Z0123456789' }, ...without } : without
}

/** The old object with some fields of the other, fields removed, or both further in. */
function mixed(old: Fields, other: Fields, next: () => number): Fields {
  const names = [...new Set([...Object.keys(old), ...Object.keys(other)])]
  return Object.fromEntries(names.flatMap((name) => fieldOf(name, old[name], other[name], next)))
}

function fieldOf(name: string, old: unknown, other: unknown, next: () => number): [string, unknown][] {
  const choice = next()
  if (choice < 2) return other === undefined ? [] : [[name, other]]
  if (choice < 4) return []
  if (isFields(old) && isFields(other)) return [[name, mixed(old, other, next)]]
  return old === undefined ? [] : [[name, old]]
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
