import { describe, expect, test } from 'vitest'
import { earlyObservability, fullObservability } from '../../../test/observability.ts'
import { settled, withCondition } from '../../../test/observed.ts'
import { roundsOf } from '../../assumed/settle.ts'
import type { Composition } from '../../composition.ts'
import type { Parameters } from '../../managed.ts'
import type { ManagedResource } from '../../managed-resource.ts'
import { metricCatalog } from './metric.ts'
import { composeObservability } from './observability.ts'

type Asked = Parameters<'cloudwatch/MetricAlarm'>

const { composition, observed } = settled(fullObservability())

const alarmsIn = ({ resources }: Composition): [string, Asked][] =>
  Object.entries(resources)
    .filter(([, { resource }]) => resource.kind === 'MetricAlarm')
    .map(([key, { resource }]) => [key.replace(/^alarm-/, ''), resource.spec.forProvider as Asked])

const alarms = alarmsIn(composition)
const alarm = (name: string, from = alarms): Asked => from.find(([one]) => one === name)?.[1] ?? {}

const topicOf = ({ alarmActionsRefs }: Asked) => alarmActionsRefs?.map(({ name }) => name)

describe.each(alarms)('%s', (_, asked) => {
  test('tells a topic, and the same one when it is over', () => {
    expect(asked.actionsEnabled).toBe(true)
    expect(topicOf(asked)).toHaveLength(1)
    expect(topicOf(asked)?.[0]).toMatch(/^tasks-observability-topic-(page|ticket)$/)
    expect(asked.okActionsRefs).toEqual(asked.alarmActionsRefs)
    // resolved anew each time: another severity is another topic
    expect(asked.alarmActionsRefs?.[0]?.policy).toEqual({ resolve: 'Always' })
  })

  test('says what is wrong and what to do, in as many characters as CloudWatch takes', () => {
    expect(asked.alarmDescription?.split('. ').length).toBeGreaterThan(1)
    expect(asked.alarmDescription?.length).toBeLessThanOrEqual(1024)
  })

  test('says what silence means, and how many periods must be bad', () => {
    expect(['notBreaching', 'missing']).toContain(asked.treatMissingData)
    expect(asked.datapointsToAlarm).toBeLessThanOrEqual(asked.evaluationPeriods ?? 0)
  })

  test('measures what exists, under the dimensions that it is published with', () => {
    const measured = metricsOf(asked)
    expect(measured.length).toBeGreaterThan(0)
    expect(measured.length).toBeLessThanOrEqual(10)
    for (const { namespace, metricName, dimensions } of measured)
      expect(isPublished(namespace, metricName, dimensions)).toBe(true)
  })

  test('asks for one metric or for an expression, never for both', () => {
    if (asked.metricQuery) {
      expect(asked).not.toHaveProperty('metricName')
      expect(asked.metricQuery.filter(({ returnData }) => returnData)).toHaveLength(1)
    } else expect([asked.statistic, asked.extendedStatistic].filter(Boolean)).toHaveLength(1)
  })
})

type Measured = Readonly<{ namespace?: string; metricName?: string; dimensions?: Readonly<Record<string, string>> }>

const metricsOf = (asked: Asked): readonly Measured[] =>
  asked.metricQuery ? asked.metricQuery.flatMap(({ metric }) => (metric ? [metric] : [])) : [asked as Measured]

const isPublished = (namespace = '', name = '', dimensions: Readonly<Record<string, string>> = {}): boolean =>
  Object.entries(metricCatalog.namespaces).some(
    ([source, { dimensions: names, metrics }]) =>
      source.replace(/ .*$/, '') === namespace &&
      (metrics as readonly string[]).includes(name) &&
      [...names].sort().join() === Object.keys(dimensions).sort().join() &&
      Object.values(dimensions).every((value) => value !== ''),
  )

test('only what users feel pages somebody', () => {
  const pages = alarms.filter(([, asked]) => topicOf(asked)?.[0]?.endsWith('-page')).map(([name]) => name)
  expect(pages).toEqual(['edge-target-errors', 'edge-errors', 'edge-latency'])
})

test('each node of the cache has its own alarms, and each target group', () => {
  const names = alarms.map(([name]) => name)
  for (const node of ['tasks-cache-001', 'tasks-cache-002', 'tasks-cache-003'])
    expect(names).toEqual(expect.arrayContaining([`cache-cpu-${node}`, `cache-memory-${node}`]))
  for (const group of ['api', 'web', 'grafana']) expect(names).toContain(`edge-unhealthy-${group}`)
})

describe('thresholds', () => {
  const gib = 2 ** 30
  const withDatabase = (more: object) =>
    alarmsIn(
      composeObservability(
        earlyObservability({ database: { identifier: 'tasks-db', allocatedStorageGiB: 50, ...more } }),
        {},
      ),
    )

  test.each([
    { why: 'free storage follows the storage', more: { allocatedStorageGiB: 200 }, name: 'storage', is: 20 * gib },
    { why: 'free memory follows the class', more: { instanceClass: 'db.r6g.large' }, name: 'memory', is: 1.6 * gib },
    { why: 'connections follow the class', more: { instanceClass: 'db.r6g.large' }, name: 'connections', is: 1441 },
    { why: 'or what the database takes', more: { maxConnections: 200 }, name: 'connections', is: 160 },
    { why: 'an unknown class counts as the smallest', more: {}, name: 'connections', is: 89 },
  ])('$why', ({ more, name, is }) =>
    expect(alarm(`database-${name}`, withDatabase(more)).threshold).toBe(Math.round(is)),
  )

  test('a failed request in a quiet minute wakes nobody', () =>
    expect(alarm('edge-target-errors').metricQuery?.[0]?.expression).toBe(
      'IF(requests > 20, 100 * FILL(errors, 0) / requests, 0)',
    ))

  test('the 95th percentile of a handful of requests is not looked at', () =>
    expect(alarm('edge-latency')).toMatchObject({
      extendedStatistic: 'p95',
      evaluateLowSampleCountPercentiles: 'ignore',
    }))

  test('expressions over several things count those that have data', () => {
    expect(alarm('cache-evictions').metricQuery?.[0]?.expression).toBe('SUM([m1,m2,m3])')
    expect(alarm('cluster-node-cpu').metricQuery?.[0]?.expression).toBe('MAX([m1,m2])')
    expect(alarm('nat-packet-drops').metricQuery?.[0]?.expression).toBe(
      '100 * SUM([d1,d2,d3]) / SUM([s1,s2,s3,r1,r2,r3])',
    )
  })
})

describe('the alarm over all others', () => {
  const ruleIn = ({ resources }: Composition) =>
    String(resources['composite-alarm']?.resource.spec.forProvider['alarmRule'] ?? '')

  test('is on while any of them is', () => {
    const names = composition.status['alarmNames'] as string[]
    expect(names).toHaveLength(alarms.length)
    expect(ruleIn(composition)).toBe(names.map((name) => `ALARM("${name}")`).join(' OR '))
  })

  test('names alarms that exist only: AWS refuses others', () => {
    const rounds = roundsOf(fullObservability())
    for (const { composition, observed } of rounds) {
      const named = [...ruleIn(composition).matchAll(/ALARM\("([^"]+)"\)/g)].map(([, name]) => name)
      const existing = Object.values(observed)
        .filter(({ kind }) => kind === 'MetricAlarm')
        .map(({ metadata }) => metadata.annotations?.['crossplane.io/external-name'])
      expect(named).toEqual(existing)
    }
    expect(new Set(rounds.map(({ composition }) => ruleIn(composition))).size).toBe(2)
  })

  test('forgets none whose status is lost', () => {
    const lost = Object.fromEntries(
      Object.entries(observed).map(([key, { status: _, ...one }]) => [key, one satisfies ManagedResource]),
    )
    expect(ruleIn(composeObservability(fullObservability(), lost))).toBe(ruleIn(composition))
  })

  test('forgets what is not watched any more', () => {
    const less = composeObservability(fullObservability({ database: undefined }), observed)
    expect(ruleIn(less)).not.toContain('database')
    expect(ruleIn(less)).toContain('cache')
  })

  test('keeps one that is refused a change', () => {
    const refused = withCondition(observed['alarm-edge-errors'] as ManagedResource, 'Synced', 'False', {
      message: 'no',
    })
    const { resources } = composeObservability(fullObservability(), { ...observed, 'alarm-edge-errors': refused })
    expect(ruleIn({ resources } as Composition)).toBe(ruleIn(composition))
  })

  test('fits into what CloudWatch takes, also with the longest names', () => {
    const metadata = { namespace: 'n'.repeat(63), name: 'o'.repeat(200) }
    const nodes = Array.from({ length: 6 }, (_, index) => `${'c'.repeat(46)}-00${index}`)
    const cache = { replicationGroupId: 'c', memberClusters: nodes }
    const { composition } = settled(fullObservability({ cache }, metadata))
    expect(ruleIn(composition).length).toBeLessThan(10_240)
    expect(new Set(composition.status['alarmNames'] as string[]).size).toBe(35)
  })
})
