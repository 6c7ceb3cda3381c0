import { settle } from '@taskplatform/compositions/assumed/settle'
import { deletionPlan as schema } from '@taskplatform/crds/deletion-plan'
import type { DataPolicy } from '@taskplatform/crds/layers/common'
import { expect, test } from 'vitest'
import { asMade } from '../../../test/builders/as-built.ts'
import { claimedPlatform } from '../../../test/builders/stored-platform.ts'
import { observing } from '../../../test/builders/world.ts'
import { type LayerName, layerNames } from '../layer-names.ts'
import { layers } from '../layers.ts'
import type { Holds, Observed } from '../observed.ts'
import type { HeldVolume } from '../workload-cluster.ts'
import { deletionPlanOf, withWorkload } from './deletion-plan.ts'

const live = claimedPlatform({ spec: { dataPolicy: 'Delete', network: { interfaceEndpoints: true } } })

/** All layers made, each holding what its composition asks for. */
function world(names: readonly LayerName[] = layerNames): Observed {
  const composites = names.map((name) => asMade(live, name))
  const holds = composites.map((composite) => {
    const { resources } = settle(composite).composition
    const held = Object.values(resources).map(
      ({ resource: { kind, metadata } }): Holds => ({
        kind,
        name: metadata.name,
        id: `id-of-${metadata.name}`,
        paused: false,
      }),
    )
    return [composite.kind.replace('Platform', '') as LayerName, held] as const
  })
  return { ...observing(composites), holds: new Map(holds) }
}

const planOf = (observed: Observed, dataPolicy: DataPolicy = 'Delete') =>
  deletionPlanOf({ layers, observed, dataPolicy, blockers: [], requestedAt: 'now', namesIn: 'tasks-retained-0b3cf1f2' })

test('every object is in it, the layers in the order in which they go, and the API server takes it', () => {
  const observed = world()
  const plan = planOf(observed)
  const held = [...(observed.holds?.values() ?? [])].flat()
  expect(plan.objects).toHaveLength(layerNames.length + held.length)
  const composites = plan.objects.filter(({ kind }) => kind.startsWith('Platform')).map(({ layer }) => layer)
  expect(composites.at(-1)).toBe('Network')
  expect(composites.indexOf('Identities')).toBeLessThan(composites.indexOf('Cluster'))
  expect(plan.objects.find(({ kind }) => kind === 'VPC')?.id).toMatch(/^id-of-/)
  expect(schema.safeParse(plan).error).toBeUndefined()
})

test.each<{ policy: DataPolicy; kept: readonly string[] }>([
  { policy: 'Delete', kept: [] },
  { policy: 'Snapshot', kept: ['snapshot of Instance', 'snapshot of ReplicationGroup'] },
  {
    policy: 'Retain',
    kept: [
      'ConfigMap',
      'Instance',
      'ParameterGroup',
      'ReplicationGroup',
      'Repository',
      'RouteTable',
      'SecurityGroup',
      'Subnet',
      'SubnetGroup',
      'VPC',
    ],
  },
])('with $policy it names what is kept, and where', ({ policy, kept }) => {
  const plan = planOf(world(), policy)
  const kinds = [...new Set(plan.kept.map(({ kind }) => kind))].filter(
    (kind) => !['ServiceLinkedRole', 'RouteTableAssociation'].includes(kind),
  )
  expect(kinds.sort()).toEqual(kept)
  for (const { kind, where, why } of plan.kept) {
    expect(where).toMatch(kind === 'ConfigMap' ? /^management cluster/ : /^ap-northeast-1 \S+/)
    expect(why).not.toBe('')
  }
})

test('what cannot be looked at is said, because AWS may still refuse it', () => {
  const said = planOf(world(), 'Snapshot').unchecked.join('\n')
  expect(said).toMatch(/whether a repository holds images/)
  expect(said).toMatch(/whether a snapshot named \S+ exists already/)
  expect(said).toMatch(/what others have put into the VPC/)
  expect(planOf(world(), 'Delete').unchecked.join('\n')).not.toMatch(/images|snapshot/)
})

test.each<{ why: string; names: readonly LayerName[]; minutes: number }>([
  { why: 'nothing stands', names: [], minutes: 0 },
  { why: 'only the network stands', names: ['Network'], minutes: 4 },
  {
    why: 'the edge goes before the cluster, and that before the network',
    names: ['Network', 'Cluster', 'Edge'],
    minutes: 16,
  },
])('it takes $minutes minutes when $why', ({ names, minutes }) =>
  expect(planOf(world(names)).expectedMinutes).toBe(minutes),
)

const volume: HeldVolume = {
  ...{ kind: 'PersistentVolume', name: 'pvc-1', uid: 'u', volumeId: 'vol-1', going: false },
  ...{ reclaim: 'Delete', claim: undefined },
}

test('what Kubernetes made stands first, and a cluster that is not seen keeps what was seen last', () => {
  const seen: Observed = {
    ...world(['Network', 'Cluster']),
    workload: { reach: { state: 'Reachable', message: '', since: 0 }, held: [volume] },
  }
  const plan = withWorkload(planOf(seen, 'Retain'), seen)
  expect(plan.objects[0]).toEqual({
    layer: 'Workload',
    cluster: 'Workload',
    kind: 'PersistentVolume',
    name: 'pvc-1',
    id: 'vol-1',
  })
  expect(plan.kept).toContainEqual(expect.objectContaining({ kind: 'PersistentVolume', where: 'ap-northeast-1 vol-1' }))
  expect(withWorkload(plan, { composites: new Map() })).toBe(plan)
})

const vpc: Holds = { kind: 'VPC', name: 'tasks-network-vpc', id: undefined, paused: false }

test('a composite that cannot be composed does not keep its platform from going', () => {
  const network = asMade(live, 'Network')
  const plan = planOf({
    ...observing([{ ...network, spec: { availabilityZones: 3 } }]),
    holds: new Map([['Network', [vpc]]]),
  })
  expect(plan.unchecked[0]).toMatch(/^what PlatformNetwork tasks-network keeps: /)
})
