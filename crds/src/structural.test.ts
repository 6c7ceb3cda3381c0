import { expect, test } from 'vitest'
import { z } from 'zod'
import { list, mapOf, text, whole } from './fields.ts'
import { structural } from './structural.ts'

const word = text({ max: 10 })

test.each([
  { why: 'a text without an end', field: z.string(), fault: 'a text without maxLength' },
  { why: 'a list without an end', field: z.array(word), fault: 'a list without maxItems' },
  { why: 'a map without an end', field: z.record(z.string(), word), fault: 'a map without maxProperties' },
  { why: 'a fraction', field: z.number(), fault: 'type "number"' },
  {
    why: 'a union, whose parts the API server cannot tell apart',
    field: z.union([word, whole({ min: 0, max: 1 })]),
    fault: '"anyOf"',
  },
  { why: 'an object closed to other fields', field: z.strictObject({ a: word }), fault: '"?additionalProperties' },
  { why: 'look-ahead', field: text({ max: 9, pattern: /^(?=a)a$/ }), fault: 'look-around' },
  { why: 'a dot', field: text({ max: 9, pattern: /^a.b$/ }), fault: 'name the characters' },
  { why: 'white space by class', field: text({ max: 9, pattern: /^\s$/ }), fault: 'read differently' },
  { why: 'everything but', field: text({ max: 9, pattern: /^[^a]$/ }), fault: 'negated class' },
  { why: 'a pattern for a part of the text', field: text({ max: 9, pattern: /a/ }), fault: 'not anchored' },
  { why: 'one branch for a part of the text', field: text({ max: 9, pattern: /^a$|b/ }), fault: 'not anchored' },
])('$why is refused, with the name of the field', ({ field, fault }) => {
  expect(() => structural(z.object({ inside: z.object({ field }) }))).toThrow(
    new RegExp(`- inside\\.field.*: .*(${fault})`),
  )
})

test('what is bounded becomes a structural schema with the rules and lists of Kubernetes', () => {
  const schema = z.object({
    names: list(word, { max: 3 }),
    sizes: mapOf(whole({ min: 0, max: 9 }), { max: 2 }).optional(),
  })
  expect(structural(schema)).toEqual({
    type: 'object',
    required: ['names'],
    properties: {
      names: {
        type: 'array',
        minItems: 0,
        maxItems: 3,
        'x-kubernetes-list-type': 'atomic',
        items: { type: 'string', maxLength: 10 },
      },
      sizes: { type: 'object', maxProperties: 2, additionalProperties: { type: 'integer', minimum: 0, maximum: 9 } },
    },
  })
})
