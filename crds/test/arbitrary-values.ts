import { brokenRules } from '@taskplatform/crds/judge'
import type { Structural } from '@taskplatform/crds/structural'
import fc from 'fast-check'

/**
 * How often, in a hundred, a place gets an odd value instead of a legal one, and an optional field is there at all.
 * Without odd values every part keeps the rules within it; only rules between parts may be broken.
 */
export type Odds = Readonly<{ odd: number; present: number }>

/** Values of the schema: mostly legal, often at the edge of what is legal, sometimes beyond it. */
export function valuesOf(schema: Structural, odds: Odds): fc.Arbitrary<unknown> {
  const values = legal(schema, odds)
  if (odds.odd === 0) return values.filter((value) => brokenRules(schema, value).length === 0)
  return fc.oneof(
    { weight: 100 - odds.odd, arbitrary: values },
    { weight: odds.odd, arbitrary: fc.constantFrom(...oddValues(schema)) },
  )
}

function legal(schema: Structural, odds: Odds): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.properties) return objectOf(schema, odds)
  if (schema.items) return listOf(schema, schema.items, odds)
  if (schema.additionalProperties) return mapOf(schema.additionalProperties, odds)
  if (schema.type === 'boolean') return fc.boolean()
  return schema.type === 'integer' ? numberOf(schema) : textOf(schema)
}

function objectOf(schema: Structural, odds: Odds): fc.Arbitrary<unknown> {
  const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => {
    const value = valuesOf(field, odds)
    const always = schema.required?.includes(name) ?? false
    const absent = { weight: 100 - odds.present, arbitrary: fc.constant(undefined) }
    return [name, always ? value : fc.oneof({ weight: odds.present, arbitrary: value }, absent)] as const
  })
  return fc.record(Object.fromEntries(fields)).map(withoutUndefined)
}

function listOf(schema: Structural, items: Structural, odds: Odds): fc.Arbitrary<unknown> {
  const { minItems = 0, maxItems = 3 } = schema
  const [key] = schema['x-kubernetes-list-map-keys'] ?? []
  const identity = (item: unknown) => JSON.stringify(key ? (item as Record<string, unknown> | null)?.[key] : item)
  return fc.uniqueArray(valuesOf(items, odds), {
    minLength: minItems,
    maxLength: Math.min(maxItems, minItems + 2),
    selector: identity,
  })
}

function mapOf(values: Structural, odds: Odds): fc.Arbitrary<unknown> {
  return fc.dictionary(fc.constantFrom('team', 'example.com/work', 'cost-center', 'a'), valuesOf(values, odds), {
    maxKeys: 3,
  })
}

function numberOf({ minimum = 0, maximum = 0, examples }: Structural): fc.Arbitrary<unknown> {
  if (examples) return fc.constantFrom(...examples)
  const low = fc.integer({ min: minimum, max: Math.min(maximum, minimum + 20) })
  return fc.oneof(
    { weight: 3, arbitrary: low },
    { weight: 1, arbitrary: fc.constantFrom(minimum, minimum + 1, maximum - 1, maximum) },
  )
}

function textOf({ pattern, minLength = 0, maxLength = 0, examples = [] }: Structural): fc.Arbitrary<unknown> {
  const known = examples.length > 0 ? [{ weight: 9, arbitrary: fc.constantFrom(...examples) }] : []
  if (!pattern)
    return fc.oneof(...known, {
      weight: 1,
      arbitrary: fc.string({ minLength, maxLength: Math.min(maxLength, 40), unit: 'binary' }),
    })
  const fits = (text: string) => [...text].length >= minLength && [...text].length <= maxLength
  return fc.oneof(...known, { weight: 1, arbitrary: fc.stringMatching(new RegExp(pattern)).filter(fits) })
}

/** Values that are wrong, or that are wrong in one reading: of another type, just outside, or just inside the bounds. */
export function oddValues(schema: Structural): unknown[] {
  const own = schema.items ? oddLists(schema) : schema.additionalProperties ? oddMaps(schema) : oddOthers(schema)
  return [...own, ...otherTypes]
}

const otherTypes = [null, 'text', 7, true, [], {}, 1.5, [null], { unknown: 1 }]

const networks = [
  '10.0.0.0/16',
  '10.0.0.0/15',
  '10.0.0.0/20',
  '10.0.0.0/21',
  '172.20.0.0/16',
  '172.20.16.0/20',
  '172.16.0.0/12',
  '192.168.0.0/16',
]
const almostNetworks = [
  '0.0.0.0/0',
  '10.0.0.1/16',
  '010.0.0.0/16',
  '10.0.0.0/016',
  '10.0.0/16',
  '10.0.0.0',
  '10.0.0.0/33',
  '10.0.0.256/16',
  ' 10.0.0.0/16',
  '::/16',
  '::ffff:10.0.0.0/112',
  '10.0.0.0/-1',
  '10.0.0.0/+16',
  '1.0.0.0/7',
  '203.0.113.0/24',
  '100.64.0.0/16',
  '100.128.0.0/16',
]

function oddOthers({
  type,
  minimum = 0,
  maximum = 0,
  minLength = 0,
  maxLength = 64,
  enum: words,
  examples = [],
}: Structural): unknown[] {
  if (type === 'integer') return [minimum - 1, minimum, maximum, maximum + 1, String(minimum), 0, -1, 2 ** 53]
  if (type === 'boolean') return ['true', 0]
  if (type === 'object') return [undefined]
  if (words) return [words[0]?.toLowerCase(), `${words[0]} `, '']
  const example = String(examples[0] ?? 'a')
  const edges = [minLength - 1, minLength, maxLength, maxLength + 1].filter((length) => length >= 0)
  const lengths = edges.flatMap((length) => ['a'.repeat(length), '😀'.repeat(length)])
  const near = [
    `${example}\n`,
    `${example} `,
    ` ${example}`,
    example.toUpperCase(),
    `-${example}`,
    `${example}-`,
    `${example}.`,
    'é',
    '\u2028',
    '',
  ]
  return [...lengths, ...near, ...(maxLength === 18 ? [...networks, ...almostNetworks] : [])]
}

function oddLists({ items, maxItems = 0 }: Structural): unknown[] {
  const item = (items?.examples?.[0] as unknown) ?? { name: 'general' }
  return [[], [item], [item, item], Array(maxItems).fill(item), Array(maxItems + 1).fill(item), [item, null]]
}

function oddMaps({ additionalProperties, maxProperties = 0 }: Structural): unknown[] {
  const value = additionalProperties?.examples?.[0] ?? 'a'
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`key-${index}`, value]))
  const keys = [
    '',
    'aws:team',
    'kubernetes.io/role',
    'a b',
    'a/b/c',
    '-a',
    'a'.repeat(63),
    'a'.repeat(64),
    'a'.repeat(128),
    'a'.repeat(129),
    '😀'.repeat(128),
    `${'a'.repeat(253)}/b`,
    'A_b.c',
    'a\n',
  ]
  return [
    ...keys.map((key) => ({ [key]: value })),
    many(maxProperties),
    many(maxProperties + 1),
    { a: null },
    { a: '' },
  ]
}

function withoutUndefined(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))
}
