import { platformObservabilitySpec } from '@taskplatform/crds/layers/observability'
import { type Structural, structural } from '@taskplatform/crds/structural'
import { describe, expect, test } from 'vitest'
import { losses, mishaps } from '../../../test/losses.ts'
import { earlyObservability, fullObservability, watched } from '../../../test/observability.ts'
import { settled } from '../../../test/observed.ts'
import { referencesIn } from '../../assumed/references.ts'
import { roundsOf } from '../../assumed/settle.ts'
import type { Composition } from '../../composition.ts'
import { composeObservability } from './observability.ts'

const kindsIn = ({ resources }: Composition): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { resource } of Object.values(resources)) counts[resource.kind] = (counts[resource.kind] ?? 0) + 1
  return counts
}

const basics = { Key: 1, Topic: 2, TopicPolicy: 2, TopicSubscription: 2, Group: 3, Dashboard: 1 }

test.each([
  { why: 'nothing to watch: where alerts and logs go', composite: earlyObservability(), kinds: basics },
  {
    why: 'nobody to write to',
    composite: earlyObservability({ emails: { page: [], ticket: [] } }),
    kinds: { Key: 1, Topic: 2, TopicPolicy: 2, Group: 3, Dashboard: 1 },
  },
  {
    why: 'a database: eight alarms and the one over them',
    composite: earlyObservability({ database: { identifier: 'tasks-db', allocatedStorageGiB: 20 } }),
    kinds: { ...basics, MetricAlarm: 8, CompositeAlarm: 1 },
  },
  {
    why: 'a cache of one node: no replication',
    composite: earlyObservability({ cache: { replicationGroupId: 'c', memberClusters: ['c-001'] } }),
    kinds: { ...basics, MetricAlarm: 4, CompositeAlarm: 1 },
  },
  {
    why: 'a cluster whose nodes are not known yet',
    composite: earlyObservability({ cluster: { name: 'tasks', autoScalingGroupNames: [] } }),
    kinds: { ...basics, MetricAlarm: 2, CompositeAlarm: 1 },
  },
  {
    why: 'everything',
    composite: fullObservability(),
    kinds: { ...basics, MetricAlarm: 29, CompositeAlarm: 1 },
  },
])('$why', ({ composite, kinds }) => {
  const { composition } = settled(composite)
  expect(kindsIn(composition)).toEqual(kinds)
  expect(composition.ready).toBe(true)
})

test('at the limits of the schema there are fewer than 50 resources', () => {
  const limits = structural(platformObservabilitySpec).properties as Record<string, Structural>
  const most = (path: string) =>
    Number(
      path.split('.').reduce<Structural | undefined>((at, step) => at?.properties?.[step], {
        properties: limits,
      } as Structural)?.maxItems,
    )
  const many = (path: string, name: (index: number) => string) =>
    Array.from({ length: most(path) }, (_, index) => name(index))
  const largest = fullObservability({
    emails: {
      page: many('emails.page', (index) => `page${index}@example.com`),
      ticket: many('emails.ticket', (index) => `ticket${index}@example.com`),
    },
    natGatewayIds: many('natGatewayIds', (index) => `nat-0${index}`),
    cache: { replicationGroupId: 'c', memberClusters: many('cache.memberClusters', (index) => `c-00${index}`) },
    cluster: { name: 'tasks', autoScalingGroupNames: many('cluster.autoScalingGroupNames', (index) => `g-${index}`) },
  })
  expect(watched.loadBalancer.targetGroupArnSuffixes).toHaveLength(most('loadBalancer.targetGroupArnSuffixes'))
  const { composition } = settled(largest)
  expect(kindsIn(composition)).toMatchObject({ TopicSubscription: 4, MetricAlarm: 35 })
  expect(Object.keys(composition.resources).length).toBeLessThan(50)
})

test('every reference names a resource of this composition', () => {
  const { resources } = settled(fullObservability()).composition
  const names = Object.values(resources).map(({ resource }) => resource.metadata.name)
  const references = Object.values(resources).flatMap(({ resource }) => referencesIn(resource.spec.forProvider))
  expect(references.length).toBeGreaterThan(50)
  for (const { name } of references) expect(names).toContain(name)
})

describe.each([
  { what: 'a platform at its beginning', composite: earlyObservability() },
  { what: 'a complete platform', composite: fullObservability() },
])('$what: at no moment is anything given up', ({ composite }) => {
  const rounds = roundsOf(composite)

  test('on the way there', () => {
    expect(rounds.length).toBeGreaterThan(2)
    for (const { composition, observed } of rounds)
      expect(Object.keys(composition.resources)).toEqual(expect.arrayContaining(Object.keys(observed)))
  })

  test.each(mishaps)('because a resource $why', (mishap) => {
    for (const { observed } of rounds) expect(losses(composite, observed, mishap)).toEqual([])
  })
})

describe('what becomes known later', () => {
  test('only adds', () => {
    const early = settled(earlyObservability())
    for (const { composition } of roundsOf(fullObservability(), early.observed))
      expect(Object.keys(composition.resources)).toEqual(expect.arrayContaining(Object.keys(early.observed)))
  })

  test('goes only when it is taken out of the spec, and with all that watched it', () => {
    const { observed } = settled(fullObservability())
    const { composition } = settled(fullObservability({ database: undefined }), observed)
    const gone = Object.keys(observed).filter((key) => !(key in composition.resources))
    expect(gone).toHaveLength(8)
    expect(gone.every((key) => key.startsWith('alarm-database-'))).toBe(true)
    expect(JSON.stringify(composition.resources)).not.toContain('tasks-db')
  })
})

test('before anything exists the condition says what is missing', () => {
  const { conditions, ready } = composeObservability(earlyObservability(), {})
  expect(ready).toBe(false)
  expect(conditions[0]?.message).toMatch(
    /^Waiting for Key tasks-observability-key, Dashboard .*, the key, to encrypt the topics and others$/,
  )
})
