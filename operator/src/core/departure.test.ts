import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asMade } from '../../test/builders/as-built.ts'
import { available, composite, creating, failed } from '../../test/builders/composite.ts'
import { reports } from '../../test/builders/reports.ts'
import { claimedPlatform, deletedPlatform } from '../../test/builders/stored-platform.ts'
import { applied, observing, planOf, waits } from '../../test/builders/world.ts'
import type { Composite } from './composite.ts'
import { type LayerName, layerNames } from './layer-names.ts'
import { layers } from './layers.ts'
import type { Leaving } from './leaving.ts'
import type { Observed } from './observed.ts'
import type { Plan } from './plan.ts'

/** A platform being deleted, whose data policy was changed last thing. */
const gone = deletedPlatform({ spec: { network: { interfaceEndpoints: true }, dataPolicy: 'Retain' } })
const protectedLive = claimedPlatform({
  spec: { network: { interfaceEndpoints: true }, deletionProtection: true, dataPolicy: 'Delete' },
})

/** The composite as it is once it has let go. */
const retired = (name: LayerName, more: Parameters<typeof asMade>[2] = {}, dataPolicy = 'Retain') => {
  const layer = layers.find((one) => one.name === name)
  const { spec, ...rest } = asMade(protectedLive, name, more)
  const retained = dataPolicy === 'Retain' ? layer?.retire?.retained : {}
  const policy = spec && 'dataPolicy' in spec ? { dataPolicy } : {}
  const asked = { ...spec, ...layer?.retire?.spec, ...retained, ...policy }
  return { ...rest, spec: Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) }
}

test('a deletion begins with letting go: protection off but of what is retained, the policy of now, and no hold on the cluster', () => {
  const plan = planOf(gone, observing(layerNames.map((name) => asMade(protectedLive, name))))
  expect(applied(plan)).toEqual([
    'Database: clusterSecurityGroupId eventsTopicArn dataPolicy',
    'Cache: clusterSecurityGroupId dataPolicy',
    'Registry: dataPolicy',
    'Edge: deletionProtection',
  ])
  expect(plan.filter((step) => step.do === 'remove').map((step) => 'layer' in step && step.layer.name)).toEqual([
    'Endpoints',
    'Identities',
  ])
  expect(waits(plan, 'Cluster')).toBe('PlatformCluster tasks-cluster is kept until Edge, Identities is gone')
  expect(waits(plan, 'Secrets')).toBe('PlatformSecrets tasks-secrets is kept until Identities is gone')
})

test('what is applied to let go is ours alone: no status, no machinery, no field that is taken away', () => {
  const [step] = planOf(gone, observing([asMade(protectedLive, 'Database')]))
  if (step?.do !== 'apply') throw new Error('the database must let go first')
  expect(step.composite.metadata).toEqual({
    name: 'tasks-database',
    namespace: 'team-tasks',
    labels: { 'taskplatform.dev/platform': 'tasks', 'taskplatform.dev/layer': 'database' },
  })
  expect(step.composite).not.toHaveProperty('status')
  expect(Object.keys(step.composite.spec ?? {})).not.toContain('crossplane')
  expect(Object.keys(step.composite.spec ?? {})).not.toContain('clusterSecurityGroupId')
  expect(step.composite.spec).toMatchObject({ deletionProtection: true, dataPolicy: 'Retain', multiAz: false })
})

const rule: Leaving = { kind: 'SecurityGroupIngressRule', name: 'tasks-database-from-cluster' }
const nodes: Leaving = { kind: 'NodeGroup', name: 'tasks-cluster-general' }
const unseen = { metadata: { generation: 2 } }

test.each<{ why: string; observed: Observed; layer: LayerName; says: string | undefined }>([
  {
    why: 'nodes are taken away when nothing stands on the cluster',
    observed: observing([asMade(protectedLive, 'Cluster')]),
    layer: 'Cluster',
    says: 'PlatformCluster tasks-cluster is made ready to be deleted',
  },
  {
    why: 'the cluster waits for nodes that the composition has forgotten',
    observed: observing([retired('Cluster')], new Map([['Cluster', [nodes]]])),
    layer: 'Cluster',
    says: 'NodeGroup tasks-cluster-general of PlatformCluster tasks-cluster is being deleted',
  },
  {
    why: 'the cluster waits for a database that still names its security group',
    observed: observing([retired('Cluster'), asMade(protectedLive, 'Database')]),
    layer: 'Cluster',
    says: 'PlatformCluster tasks-cluster is kept until Database has let go of it',
  },
  {
    why: 'and for the rule in AWS, after the composition has forgotten it',
    observed: observing([retired('Cluster'), retired('Database')], new Map([['Database', [rule]]])),
    layer: 'Cluster',
    says: 'PlatformCluster tasks-cluster is kept until Database has let go of it',
  },
  {
    why: 'a database that has let go holds nothing',
    observed: observing([retired('Cluster'), retired('Database')]),
    layer: 'Cluster',
    says: 'PlatformCluster tasks-cluster is being deleted',
  },
  {
    why: 'the alarms go before what they watch: nobody is paged for a deletion',
    observed: observing([retired('Database'), asMade(protectedLive, 'Observability')]),
    layer: 'Database',
    says: 'PlatformDatabase tasks-database is kept until Observability has let go of it',
  },
  {
    why: 'the topics outlive those that still send to them',
    observed: observing([asMade(protectedLive, 'Database'), asMade(protectedLive, 'Observability')]),
    layer: 'Observability',
    says: 'PlatformObservability tasks-observability is kept until Database has let go of it',
  },
  {
    why: 'the Secret with the token outlives the layer that copies it',
    observed: observing([retired('Cache'), asMade(protectedLive, 'Secrets')]),
    layer: 'Cache',
    says: 'PlatformCache tasks-cache is kept until Secrets has let go of it',
  },
  {
    why: 'the composition has not seen that protection is off',
    observed: observing([retired('Database', unseen)]),
    layer: 'Database',
    says: 'PlatformDatabase tasks-database is being composed',
  },
  {
    why: 'AWS has not taken the protection off',
    observed: observing([retired('Database', { resources: creating })]),
    layer: 'Database',
    says: creating.message,
  },
  {
    why: 'a retained database that failed goes with its protection on: AWS is not asked to delete it',
    observed: observing([retired('Database', { resources: failed, status: { deletionProtection: true } })]),
    layer: 'Database',
    says: 'PlatformDatabase tasks-database is being deleted',
  },
  {
    why: 'one that failed and is not protected goes',
    observed: observing([retired('Database', { resources: failed })]),
    layer: 'Database',
    says: 'PlatformDatabase tasks-database is being deleted',
  },
  {
    why: 'one that never came to be goes',
    observed: observing([
      retired('Database', { resources: failed, status: { instanceArn: undefined, deletionProtection: undefined } }),
    ]),
    layer: 'Database',
    says: 'PlatformDatabase tasks-database is being deleted',
  },
  {
    why: 'a network that failed goes: nothing in it is protected',
    observed: observing([retired('Network', { resources: failed })]),
    layer: 'Network',
    says: 'PlatformNetwork tasks-network is being deleted',
  },
])('$why', ({ observed, layer, says }) => expect(waits(planOf(gone, observed), layer)).toBe(says))

test.each([
  { policy: 'Delete', was: true, asked: false },
  { policy: 'Snapshot', was: true, asked: false },
  { policy: 'Retain', was: true, asked: true },
  { policy: 'Retain', was: false, asked: true },
])('with $policy a database whose protection was $was is left with $asked', ({ policy, was, asked }) => {
  const live = claimedPlatform({ spec: { deletionProtection: was, dataPolicy: 'Delete' } })
  const [step] = planOf(deletedPlatform({ spec: { dataPolicy: policy } }), observing([asMade(live, 'Database')]))
  expect(step?.do === 'apply' && step.composite.spec?.['deletionProtection']).toBe(asked)
})

test('a database that failed and is still protected is not deleted from under its protection', () => {
  const held = retired('Database', { resources: failed, status: { deletionProtection: true } }, 'Delete')
  const plan = planOf(deletedPlatform({ spec: { dataPolicy: 'Delete' } }), observing([held]))
  expect(waits(plan, 'Database')).toBe(failed.message)
})

test('with a policy that is no policy the composites keep theirs', () => {
  const bad = deletedPlatform({ spec: { dataPolicy: 'Burn' } })
  const [step] = planOf(bad, observing([asMade(protectedLive, 'Database')]))
  expect(step?.do === 'apply' && step.composite.spec?.['dataPolicy']).toBe('Delete')
})

const anyState = fc.constantFrom('made', 'retired', 'leaving', 'failed', 'deleting')

/** A world in which some layers stand, each somewhere on its way out. */
const worlds = fc.array(fc.option(anyState, { freq: 3 }), {
  minLength: layerNames.length,
  maxLength: layerNames.length,
})

const inState = (name: LayerName, state: string): Composite => {
  if (state === 'made') return asMade(protectedLive, name)
  if (state === 'failed') return asMade(protectedLive, name, { resources: failed })
  if (state === 'deleting') return retired(name, { metadata: { deletionTimestamp: '2026-11-24T09:31:00Z' } })
  return retired(name)
}

test('a deletion always ends, wherever it is resumed, and never takes what another layer cannot be without', () => {
  fc.assert(
    fc.property(worlds, (states) => {
      const standing = new Map<LayerName, Composite>()
      states.forEach((state, index) => {
        const name = layerNames[index]
        if (name && state) standing.set(name, inState(name, state))
      })
      let rounds = 0
      for (let plan = planOf(gone, { composites: standing }); !isOver(plan); rounds += 1) {
        if (rounds === 60) throw new Error(`still standing: ${[...standing.keys()].join(', ')}`)
        playRound(standing, plan)
        plan = planOf(gone, { composites: standing })
      }
      expect(standing.size).toBe(0)
    }),
    { numRuns: 500, seed: 20_261_124 },
  )
})

const isOver = (plan: Plan): boolean => plan.some((step) => step.do === 'release')

/** What Crossplane and AWS make of a round: changes take effect, and what is being deleted goes. */
function playRound(standing: Map<LayerName, Composite>, plan: Plan): void {
  for (const [name, { metadata }] of [...standing]) if (metadata.deletionTimestamp) standing.delete(name)
  for (const step of plan) {
    if (step.do === 'apply') {
      const { spec } = step.composite
      standing.set(
        step.layer.name,
        composite(`Platform${step.layer.name}`, {
          spec: { ...spec },
          status: reports[step.layer.name],
          resources: available,
        }),
      )
    }
    if (step.do !== 'remove') continue
    const above = layers.filter(({ name, needs }) => needs.includes(step.layer.name) && standing.has(name))
    expect(above.map(({ name }) => name)).toEqual([])
    standing.set(step.layer.name, {
      ...step.composite,
      metadata: { ...step.composite.metadata, deletionTimestamp: '2026-11-24T09:32:00Z' },
    })
  }
}
