import fc from 'fast-check'
import { expect, test } from 'vitest'
import { poolSize } from './pool-size.ts'

test.each([
  { limit: 80, pods: 10, max: 5 },
  { limit: 80, pods: 4, max: 15 },
  { limit: 1000, pods: 2, max: 20 },
  { limit: 10, pods: 100, max: 1 },
])('$limit connections and $pods pods: $max each', ({ limit, pods, max }) =>
  expect(poolSize(limit, pods)).toEqual({ max }),
)

test('all pods together stay within the limit, unless each has only one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 6, max: 5000 }), fc.integer({ min: 1, max: 100 }), (limit, pods) => {
      const { max } = poolSize(limit, pods)
      expect(max === 1 || max * (pods + Math.ceil(pods / 4)) <= limit - 5).toBe(true)
    }),
  )
})
