import { describe, expect, test } from 'vitest'
import { databaseClassSource, defaultMaxConnections, memoryGiBOf } from './database-class.ts'
import { metric, metricCatalog } from './metric.ts'

test('a metric carries the dimensions of its source', () =>
  expect(
    metric(
      'AWS/ApplicationELB by target group',
      'HealthyHostCount',
      { LoadBalancer: 'a', TargetGroup: 'b' },
      'Maximum',
    ),
  ).toEqual({
    namespace: 'AWS/ApplicationELB',
    name: 'HealthyHostCount',
    dimensions: { LoadBalancer: 'a', TargetGroup: 'b' },
    stat: 'Maximum',
  }))

describe('memory of a database class', () => {
  test.each([
    { instanceClass: 'db.t3.micro', gib: 1 },
    { instanceClass: 'db.t4g.small', gib: 2 },
    { instanceClass: 'db.t3.medium', gib: 4 },
    { instanceClass: 'db.t4g.large', gib: 8 },
    { instanceClass: 'db.t3.2xlarge', gib: 32 },
    { instanceClass: 'db.m6g.large', gib: 8 },
    { instanceClass: 'db.r6g.large', gib: 16 },
    { instanceClass: 'db.r7g.xlarge', gib: 32 },
    { instanceClass: 'db.r6gd.16xlarge', gib: 512 },
    { instanceClass: 'db.m8g.medium', gib: 4 },
    { instanceClass: 'db.future.large', gib: 1 },
    { instanceClass: 'db.r6g.metal', gib: 1 },
    { instanceClass: undefined, gib: 1 },
  ])('$instanceClass: $gib GiB', ({ instanceClass, gib }) => expect(memoryGiBOf(instanceClass)).toBe(gib))

  test.each([
    { gib: 1, connections: 112 },
    { gib: 16, connections: 1802 },
    { gib: 512, connections: 5000 },
  ])('$gib GiB take $connections connections', ({ gib, connections }) =>
    expect(defaultMaxConnections(gib)).toBe(connections),
  )
})

test.each([
  { what: 'metrics', asOf: metricCatalog.asOf },
  { what: 'database classes', asOf: databaseClassSource.asOf },
])('the table of $what is less than 18 months old: read the source again and change asOf', ({ asOf }) => {
  const days = (Date.now() - Date.parse(asOf)) / 86_400_000
  expect(days).toBeLessThan(550)
})
