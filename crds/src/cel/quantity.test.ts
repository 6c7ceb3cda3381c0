import { expect, test } from 'vitest'
import { compareQuantities, parseQuantity } from './quantity.ts'

test.each([
  { a: '500m', b: '1', order: -1n },
  { a: '2', b: '2000m', order: 0n },
  { a: '1Gi', b: '1023Mi', order: 1n },
  { a: '1Ki', b: '1k', order: 1n },
])('$a against $b', ({ a, b, order }) => {
  const [first, second] = [parseQuantity(a), parseQuantity(b)]
  expect(first && second && compareQuantities(first, second)).toBe(order)
})

test.each(['', 'm', '1.5', '1 Gi', '-1', '1Gb'])('%j is none', (text) => expect(parseQuantity(text)).toBeUndefined())
