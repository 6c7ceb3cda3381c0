import { expect, test } from 'vitest'
import { asMade } from '../../test/builders/as-built.ts'
import { composite, condition, creating, networkIds } from '../../test/builders/composite.ts'
import { factsOf as factsAt, reported } from '../../test/builders/facts.ts'
import { reports } from '../../test/builders/reports.ts'
import { claimedPlatform, deletedPlatform } from '../../test/builders/stored-platform.ts'
import type { Composite } from './composite.ts'
import type { Facts } from './facts.ts'
import type { LayerName } from './layer-names.ts'
import { network as networkLayer } from './layers/network.ts'
import type { StoredPlatform } from './platform.ts'
import { statusOf } from './report.ts'

const created = { metadata: { creationTimestamp: '2026-11-24T09:00:00Z' } }
const stored = claimedPlatform(created)

const nine = new Date('2026-11-24T09:00:00Z')
const factsOf = (platform: StoredPlatform, composites: readonly Composite[] = [], more: Partial<Facts> = {}) =>
  factsAt(platform, composites, { now: nine, ...more })

/** A layer that was made at nine and is on its way; all that others are built from may have been reported. */
const underWay = (name: LayerName, status: Record<string, unknown> = {}): Composite =>
  composite(`Platform${name}`, { resources: creating, status })

const expected = (facts: Facts) => {
  const { expectedReadyAt, layers = [] } = statusOf(facts)
  return {
    platform: expectedReadyAt?.slice(11, 16),
    ...Object.fromEntries(layers.map((layer) => [layer.name, layer.expectedReadyAt?.slice(11, 16)])),
  }
}

const waitingFor = (facts: Facts) =>
  Object.fromEntries((statusOf(facts).layers ?? []).map(({ name, waitingFor }) => [name, waitingFor]))

test('before anything exists, each layer is counted from when what it waits for should report', () =>
  expect(expected(factsOf(stored))).toEqual({
    Network: '09:06',
    // subnets have ids after a minute
    Cluster: '09:25',
    Database: '09:21',
    Cache: '09:21',
    Registry: '09:02',
    Secrets: '09:02',
    // and the cluster reports eleven minutes after that
    Edge: '09:22',
    Identities: '09:15',
    Observability: '09:05',
    platform: '09:25',
  }))

test('a layer waits for those that have not reported yet, not for all that it needs', () => {
  const nothing = waitingFor(factsOf(stored))
  expect(nothing['Cluster']).toEqual(['Network'])
  expect(nothing['Identities']).toEqual(['Network', 'Cluster', 'Secrets', 'Observability'])

  const later = waitingFor(
    factsOf(stored, [
      underWay('Network', networkIds),
      underWay('Cluster'),
      asMade(stored, 'Secrets'),
      underWay('Observability', reports.Observability),
    ]),
  )
  expect(later['Edge']).toEqual(['Cluster'])
  expect(later['Identities']).toEqual(['Cluster'])
  expect(later['Database']).toBeUndefined()
})

test('a layer that exists is counted from when it was made, and takes those along that wait for it', () => {
  const cluster = composite('PlatformCluster', {
    resources: creating,
    metadata: { creationTimestamp: '2026-11-24T09:10:00Z' },
  })
  const facts = factsOf(stored, [underWay('Network', networkIds), cluster])
  expect(expected(facts)).toMatchObject({ Network: '09:06', Cluster: '09:34', Edge: '09:31', platform: '09:34' })
})

test('what is ready is expected no more', () => {
  const all = (['Network', 'Cluster', 'Database', 'Cache', 'Registry', 'Secrets', 'Edge', 'Identities'] as const).map(
    (name) => asMade(stored, name),
  )
  expect(expected(factsOf(stored, [...all, underWay('Observability')]))).toMatchObject({
    Network: undefined,
    Observability: '09:05',
    platform: '09:05',
  })
  expect(expected(factsOf(stored, [...all, asMade(stored, 'Observability')])).platform).toBeUndefined()
})

test('the same situation is expected at the same time, however late it is', () => {
  const composites = [underWay('Network')]
  const early = reported(factsOf(stored, composites))
  const late = factsOf(early, composites, { now: new Date('2026-11-24T11:00:00Z') })
  expect(expected(late)).toEqual(expected(factsOf(early, composites)))
})

test.each([
  { why: 'is being deleted', given: deletedPlatform(created) },
  { why: 'is suspended', given: claimedPlatform({ ...created, spec: { suspend: true } }) },
  { why: 'is invalid', given: claimedPlatform({ ...created, spec: { region: 'mars' } }) },
])('nothing is expected of a platform that $why', ({ given }) => {
  const before = reported(factsOf(stored, [underWay('Network')]))
  expect(before.status?.expectedReadyAt).toBeDefined()
  const after = statusOf(factsOf({ ...given, status: before.status }, [underWay('Network')]))
  expect(after.expectedReadyAt).toBeUndefined()
})

test('a platform that was paused is counted from when it went on', () => {
  const resumed = condition('Paused', 'False', 'Running', '', { lastTransitionTime: '2026-11-24T10:00:00Z' })
  const facts = factsOf(claimedPlatform({ ...created, status: { conditions: [resumed] } }), [underWay('Network')])
  expect(expected(facts)).toMatchObject({ Network: '10:06', Cluster: '10:25' })
})

test('an edit of what stood is counted from the edit', () => {
  const edited = claimedPlatform({ ...created, spec: { network: { natGateways: 'PerZone' } } })
  const standing = asMade(stored, 'Network')
  const before = reported(factsOf(stored, [standing]))
  const step = {
    do: 'apply',
    layer: networkLayer,
    composite: standing,
    changes: ['natGateways'],
    exists: true,
  } as const
  const facts = factsOf({ ...edited, status: before.status }, [standing], {
    outcome: { done: [step] },
    now: new Date('2026-11-24T12:00:00Z'),
  })
  expect(expected(facts)).toMatchObject({ Network: '12:06' })
})

test('what several layers wait for is told once, after what is under way', () => {
  const ready = statusOf(factsOf(stored, [underWay('Network')])).conditions?.find(({ type }) => type === 'Ready')
  expect(ready?.message).toBe(
    'Network: NATGateway tasks-network-nat is being created; Registry: PlatformRegistry tasks-registry is being created; ' +
      'Secrets: PlatformSecrets tasks-secrets is being created; and others',
  )
  const made = (['Registry', 'Secrets', 'Observability'] as const).map((name) => asMade(stored, name))
  const later = statusOf(factsOf(stored, [underWay('Network'), ...made])).conditions?.find(
    ({ type }) => type === 'Ready',
  )
  expect(later?.message).toBe(
    'Network: NATGateway tasks-network-nat is being created; Cluster, Database, Cache: waiting for the id of the VPC; ' +
      'Edge, Identities: waiting for the id of the VPC, the EKS cluster',
  )
})
