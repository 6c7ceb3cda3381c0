import { expect, test } from 'vitest'
import { cacheEnginesSource } from './elasticache/engine-versions.ts'
import { engineVersionsSource, majorOf, postgresMajors } from './rds/engine-versions.ts'
import { instanceClassesSource } from './rds/instance-classes.ts'

test.each([
  { what: 'versions of PostgreSQL', ...engineVersionsSource },
  { what: 'classes of instances', ...instanceClassesSource },
  { what: 'versions of Redis and Valkey', ...cacheEnginesSource },
])('the $what are less than 18 months old: read the source again and change asOf', ({ asOf }) => {
  const days = (Date.now() - Date.parse(asOf)) / 86_400_000
  expect(days).toBeLessThan(550)
})

test('families of parameter groups are called after their major version', () =>
  expect(
    Object.entries(postgresMajors).filter(([major, { family }]) => family !== `postgres${majorOf(major)}`),
  ).toEqual([]))
