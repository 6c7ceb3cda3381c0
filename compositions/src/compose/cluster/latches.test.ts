import { describe, expect, test } from 'vitest'
import { group, productionCluster } from '../../../test/clusters.ts'
import { settled, withCondition } from '../../../test/observed.ts'
import { roundsOf } from '../../assumed/settle.ts'
import type { ManagedResource } from '../../managed-resource.ts'
import type { Observed } from '../../observed.ts'
import { composeCluster } from './cluster.ts'

const bigger = [group('general', { diskGiB: 80 }), group('batch')]
const two = [group('general'), group('batch')]
const before = (spec: Parameters<typeof productionCluster>[0] = {}) => settled(productionCluster(spec)).observed

/** Ways that a cluster goes through. */
const walks = [
  { why: 'being made, with IRSA', to: {}, from: {} },
  { why: 'being made, with Pod Identity', to: { workloadIdentity: 'PodIdentity' }, from: {} },
  { why: 'being made without a key or logs', to: { customKey: false, logTypes: [] }, from: {} },
  { why: 'a group being replaced', to: { nodeGroups: bigger }, from: before({ nodeGroups: two }) },
  { why: 'an upgrade', to: { version: '1.36' }, from: before({ version: '1.35' }) },
  { why: 'a change of identity', to: { workloadIdentity: 'PodIdentity' }, from: before() },
  {
    why: 'a group being resized',
    to: { nodeGroups: [group('general', { size: { min: 1, max: 20 } })] },
    from: before(),
  },
] as const satisfies readonly { why: string; to: Parameters<typeof productionCluster>[0]; from: Observed }[]

const lost = ({ status: _, ...rest }: ManagedResource): ManagedResource => rest

const unwell = (resource: ManagedResource): ManagedResource => withCondition(resource, 'Ready', 'False')

describe.each(walks)('$why', ({ to, from }) => {
  const composite = productionCluster(to)
  const rounds = roundsOf(composite, from)
  const keysWith = (observed: Observed) => Object.keys(composeCluster(composite, observed).resources)

  test.each([
    { why: 'nothing that exists goes when one thing is not ready any more', change: unwell },
    { why: 'nor when its status is lost', change: lost },
  ])('$why', ({ change }) => {
    let changes = 0
    for (const { observed, composition } of rounds)
      for (const [key, resource] of Object.entries(observed)) {
        const kept = Object.keys(composition.resources).filter((one) => observed[one])
        expect(keysWith({ ...observed, [key]: change(resource) })).toEqual(expect.arrayContaining(kept))
        changes += 1
      }
    expect(changes).toBeGreaterThan(50)
  })

  test('nor when everything is unwell, or every status is lost', () => {
    for (const { observed, composition } of rounds)
      for (const change of [unwell, lost]) {
        const changed = Object.fromEntries(Object.entries(observed).map(([key, one]) => [key, change(one)]))
        const kept = Object.keys(composition.resources).filter((one) => observed[one])
        expect(keysWith(changed)).toEqual(expect.arrayContaining(kept))
      }
  })

  test('and what is asked for does not turn back: no encryption, no log, no version is lost', () => {
    for (const { observed, composition } of rounds) {
      const changed = Object.fromEntries(Object.entries(observed).map(([key, one]) => [key, lost(one)]))
      const asked = composeCluster(composite, changed).resources
      const spec = (key: string) => composition.resources[key]?.resource.spec.forProvider
      if (observed['cluster']) expect(asked['cluster']?.resource.spec.forProvider).toEqual(spec('cluster'))
      if (observed['key']) expect(asked['key']?.resource.spec.forProvider).toEqual(spec('key'))
    }
  })
})
