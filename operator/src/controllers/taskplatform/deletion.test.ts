import { expect, test } from 'vitest'
import { asMade } from '../../../test/builders/as-built.ts'
import { available, creating, failed } from '../../../test/builders/composite.ts'
import { installation } from '../../../test/builders/installation.ts'
import { claimedPlatform } from '../../../test/builders/stored-platform.ts'
import { createFakeClock } from '../../../test/memory/clock.ts'
import { createMemoryEvents } from '../../../test/memory/events.ts'
import { createMemoryLog } from '../../../test/memory/log.ts'
import { managementCluster } from '../../../test/memory/management-cluster.ts'
import { reachable, unreachable, workloadCluster } from '../../../test/memory/workload-cluster.ts'
import { type LayerName, layerNames } from '../../core/layer-names.ts'
import { layers } from '../../core/layers.ts'
import type { StoredPlatform } from '../../core/platform.ts'
import type { Held } from '../../core/workload-cluster.ts'
import { reconcileTaskPlatform } from './reconcile.ts'

const never = new AbortController().signal
const deletedAt = '2026-11-24T09:30:00Z'

const service: Held = {
  ...{ kind: 'Service', namespace: 'web', name: 'front', uid: 'uid-front', going: false },
  address: 'a1.elb.amazonaws.com',
}
const foreignNode: Held = {
  ...{ kind: 'Node', name: 'mine', uid: 'uid-mine', instanceId: 'i-1', going: false },
  ...{ nodePool: undefined, nodeGroup: undefined },
}

type More = Parameters<typeof asMade>[2]

/**
 * A platform that was just deleted, with these layers. The operator is a new process in every pass: whatever it knows, it knows
 * from the API server. `pass` plays what happened meanwhile, too: what is being deleted is gone.
 */
async function deleted(
  given: Readonly<{ spec?: Record<string, unknown>; layers?: readonly LayerName[]; more?: More }> = {},
) {
  const live = claimedPlatform({ spec: { dataPolicy: 'Delete', ...given.spec } })
  const cluster = managementCluster(live)
  const workload = workloadCluster()
  const clock = createFakeClock(Date.parse(deletedAt))
  const events = createMemoryEvents()
  for (const name of given.layers ?? layerNames.filter((one) => one !== 'Endpoints')) {
    const layer = layers.find((one) => one.name === name)
    if (layer) await cluster.composites.apply(layer, asMade(live, name, moreOf(name, given.more)), never)
  }
  workload.setReach(reachable)
  cluster.takeWrites()
  const edit = (change: Readonly<{ spec?: object; annotations?: Record<string, string> }>) =>
    cluster.edit((stored) => ({
      ...stored,
      spec: { ...(stored.spec as object), ...change.spec },
      metadata: { ...stored.metadata, annotations: { ...stored.metadata.annotations, ...change.annotations } },
    }))
  const remove = () =>
    cluster.edit((stored) => ({ ...stored, metadata: { ...stored.metadata, deletionTimestamp: deletedAt } }))
  const pass = async (lingering: readonly LayerName[] = []): Promise<readonly string[]> => {
    for (const name of layerNames) if (goesIn(cluster, name) && !lingering.includes(name)) cluster.collect(name)
    const ports = { ...cluster, ...workload, clock, events, log: createMemoryLog() }
    const judge = () => ({ passed: 86, failed: 0, excepted: 0, findings: [] })
    await reconcileTaskPlatform(ports, { layers, installation, judge })('team-tasks/tasks', never)
    return cluster.takeWrites().filter((write) => /^(apply|remove|release)/.test(write))
  }
  /** Passes until the platform is gone; all that was written on the way. */
  const toTheEnd = async (): Promise<readonly string[]> => {
    const written: string[] = []
    for (let passes = 0; cluster.stored(); passes++) {
      if (passes === 60) throw new Error(`does not end: ${said('Deleting')}`)
      written.push(...(await pass()))
      workload.letGone()
    }
    return written
  }
  const said = (type: string): string => {
    const condition = cluster.stored()?.status?.conditions?.find((one) => one.type === type)
    return condition ? `${condition.status} ${condition.reason}: ${condition.message}` : ''
  }
  remove()
  return { cluster, workload, clock, events, edit, remove, pass, toTheEnd, said }
}

// a cluster that stands has a kubeconfig
const moreOf = (name: LayerName, more: More = {}): More =>
  name === 'Cluster' ? { ...more, status: { kubeconfigSecretRef: { name: 'kubeconfig' }, ...more.status } } : more

const goesIn = (cluster: ReturnType<typeof managementCluster>, name: LayerName): boolean => {
  const layer = layers.find((one) => one.name === name)
  return layer !== undefined && cluster.composites.cached(layer, tasks)?.metadata.deletionTimestamp !== undefined
}

const tasks = { namespace: 'team-tasks', name: 'tasks' }

const planOf = (stored: StoredPlatform | undefined) => stored?.status?.deletionPlan

test('the plan is in the status before the first thing is touched', async () => {
  const { cluster, workload, pass, said } = await deleted()
  workload.setHeld([service])
  expect(await pass()).toEqual([])
  expect(workload.takeAsked()).toEqual([])
  expect(said('Deleting')).toMatch(/^True Checking/)
  expect(planOf(cluster.stored())).toMatchObject({ blockers: [], drained: false })
  expect(planOf(cluster.stored())?.objects[0]).toMatchObject({ kind: 'Service', name: 'front', cluster: 'Workload' })
})

test('layers stay untouched until what Kubernetes made is seen gone, and then all goes', async () => {
  const { workload, pass, toTheEnd, said, cluster } = await deleted()
  workload.setHeld([service])
  await pass()
  expect(await pass()).toEqual([])
  expect(workload.takeAsked()).toEqual(['Delete Service front'])
  expect(said('Deleting')).toBe(
    'True Draining: waiting until the EKS cluster has let go of Service web/front (load balancer a1.elb.amazonaws.com)',
  )
  expect(said('Ready')).toMatch(/^False Deleting: .*Service web\/front/)
  // asked once, then watched
  expect(await pass()).toEqual([])
  expect(workload.takeAsked()).toEqual([])
  workload.letGone()
  expect(await pass()).toContain('remove tasks-identities')
  expect(planOf(cluster.stored())).toMatchObject({ drained: true })
  expect(planOf(cluster.stored())).not.toHaveProperty('leftovers')
  expect((await toTheEnd()).at(-1)).toBe('release')
})

test('the cluster goes after everything that stands on it, and the network last', async () => {
  const { toTheEnd } = await deleted()
  const removed = (await toTheEnd()).filter((write) => write.startsWith('remove'))
  expect(removed.at(-1)).toBe('remove tasks-network')
  for (const before of ['edge', 'identities'])
    expect(removed.indexOf(`remove tasks-${before}`)).toBeLessThan(removed.indexOf('remove tasks-cluster'))
})

test.each([
  { why: 'nothing but the network exists yet', given: { layers: ['Network'] } },
  {
    why: 'the cluster has no kubeconfig yet',
    given: { layers: ['Network', 'Cluster'], more: { status: { kubeconfigSecretRef: undefined } } },
  },
  { why: 'layers are being made', given: { more: { resources: creating, status: { deletionProtection: false } } } },
  { why: 'AWS has refused all of it', given: { more: { resources: failed, status: { deletionProtection: false } } } },
] as const)('a deletion ends although $why', async ({ given }) => {
  const { toTheEnd, cluster, pass } = await deleted(given as Parameters<typeof deleted>[0])
  // what AWS was busy with, it finishes
  await pass()
  for (const name of layerNames)
    cluster.change(name, (stored) => ({
      ...stored,
      status: {
        ...stored.status,
        resources: given.layers ? available : given.more.resources === creating ? available : failed,
      },
    }))
  expect((await toTheEnd()).at(-1)).toBe('release')
})

test('in the middle of an upgrade, what is held is let go: nothing of the upgrade is asked for any more', async () => {
  const upgrading = { resources: creating, status: { version: '1.35', deletionProtection: false } }
  const { toTheEnd, pass, cluster } = await deleted({ layers: ['Network', 'Cluster'], more: upgrading })
  await pass()
  expect(await pass()).toEqual(['apply tasks-cluster'])
  cluster.change('Cluster', (stored) => ({
    ...stored,
    status: { ...stored.status, observedGeneration: 1, resources: available },
  }))
  expect((await toTheEnd()).at(-1)).toBe('release')
})

test('deletion protection that is put back in the middle stops what has not begun, and nothing else', async () => {
  const { edit, pass, toTheEnd, said } = await deleted()
  await pass()
  await pass()
  edit({ spec: { deletionProtection: true } })
  expect(await pass()).toEqual([])
  expect(said('Deleting')).toMatch(/^False Blocked: deletion protection is on/)
  expect(said('Stalled')).toMatch(/^True DeletionBlocked: .*spec\.deletionProtection to false.*Next: kubectl/)
  edit({ spec: { deletionProtection: false } })
  expect((await toTheEnd()).at(-1)).toBe('release')
})

test('the data policy of the moment counts for every layer that has not begun to go', async () => {
  const { edit, pass, cluster } = await deleted({ spec: { dataPolicy: 'Delete' } })
  await pass()
  edit({ spec: { dataPolicy: 'Retain' } })
  await pass()
  const database = layers.find(({ name }) => name === 'Database')
  expect(database && cluster.composites.cached(database, tasks)?.spec).toMatchObject({
    dataPolicy: 'Retain',
    deletionProtection: true,
  })
})

test('with Snapshot the repositories go first and alone: ECR refuses to delete images, and then nothing else is lost', async () => {
  const { pass, said, cluster } = await deleted({ spec: { dataPolicy: 'Snapshot' } })
  await pass()
  const first = await pass()
  expect(first.filter((write) => write.startsWith('remove'))).toEqual(['remove tasks-registry'])
  expect(first.filter((write) => !write.includes('registry'))).toEqual([])
  expect(said('Deleting')).toMatch(/^True Checking: PlatformRegistry tasks-registry is being deleted/)
  expect(planOf(cluster.stored())?.unchecked.join()).toContain('whether a repository holds images')
})

test('images that ECR refuses to delete block the deletion while nothing else is touched, and it goes on when they are gone', async () => {
  const { pass, said, cluster, toTheEnd } = await deleted({ spec: { dataPolicy: 'Snapshot' } })
  await pass()
  await pass()
  const refusal =
    'RepositoryNotEmptyException: The repository with name x cannot be deleted because it still contains images'
  cluster.leave('Registry', [{ kind: 'Repository', name: 'tasks-registry-repository-api', refusal }])
  // its composite stays as long as they do
  expect(await pass(['Registry'])).toEqual([])
  expect(said('Deleting')).toMatch(
    /^False Blocked: Repository tasks-registry-repository-api \(RepositoryNotEmptyException.*delete the images/,
  )
  expect(said('Stalled')).toMatch(/^True DeletionBlocked: .*Next: aws ecr describe-repositories/)
  cluster.leave('Registry', [])
  expect((await toTheEnd()).at(-1)).toBe('release')
})

test('without its ProviderConfig nothing is begun, and it goes on by itself when that is back', async () => {
  const { cluster, pass, toTheEnd, said } = await deleted()
  cluster.setProviderConfig(false)
  expect([...(await pass()), ...(await pass())]).toEqual([])
  expect(said('Deleting')).toMatch(/^False Blocked: ClusterProviderConfig default does not exist.*make it again/)
  expect(said('Stalled')).toMatch(/^True DeletionBlocked/)
  expect(planOf(cluster.stored())?.blockers).toHaveLength(1)
  cluster.setProviderConfig(true)
  expect((await toTheEnd()).at(-1)).toBe('release')
})

test.each([
  {
    why: 'a composite',
    pause: (cluster: ReturnType<typeof managementCluster>) => cluster.change('Network', paused),
    says: /PlatformNetwork tasks-network is paused/,
  },
  {
    why: 'a managed resource',
    pause: (cluster: ReturnType<typeof managementCluster>) =>
      cluster.hold('tasks-network', [{ kind: 'VPC', name: 'tasks-network-vpc', id: 'vpc-1', paused: true }]),
    says: /VPC tasks-network-vpc is paused/,
  },
])('$why that somebody has paused for Crossplane blocks the deletion before it begins', async ({ pause, says }) => {
  const { cluster, pass, said } = await deleted()
  pause(cluster)
  expect([...(await pass()), ...(await pass())]).toEqual([])
  expect(said('Deleting')).toMatch(/^False Blocked/)
  expect(said('Deleting')).toMatch(says)
})

const paused = <T extends { metadata: object }>(stored: T): T => ({
  ...stored,
  metadata: { ...stored.metadata, annotations: { 'crossplane.io/paused': 'true' } },
})

test.each([
  { why: 'its API server does not answer', reach: unreachable, says: /eks\.test does not answer/ },
  {
    why: 'the Secret with its kubeconfig is gone',
    reach: { ...unreachable, cause: 'KubeconfigInvalid', message: 'the Secret with the kubeconfig is missing' },
    says: /Secret with the kubeconfig is missing/,
  },
  {
    why: 'it refuses us',
    reach: { state: 'Unauthorized', message: 'eks.test does not accept our token', since: 0 },
    says: /does not accept our token/,
  },
] as const)(
  'a cluster that cannot be seen because $why is waited for, then done without, with the leftovers named to the end',
  async ({ reach, says }) => {
    const { workload, pass, clock, said, cluster, events, toTheEnd } = await deleted()
    workload.setHeld([service])
    await pass()
    workload.setReach(reach)
    expect([...(await pass()), ...(await pass())]).toEqual([])
    expect(said('Deleting')).toMatch(/^True Draining: the EKS cluster cannot be looked into .*goes on without it/)
    expect(said('Deleting')).toMatch(says)
    await clock.advance(599_000)
    expect(await pass()).toEqual([])
    await clock.advance(2_000)
    expect(await pass()).toContain('remove tasks-identities')
    const warnings = () => events.events.filter(({ reason }) => reason === 'LeftBehind')
    expect(warnings()).toHaveLength(1)
    expect(warnings()[0]?.note).toMatch(/Service web\/front \(a1\.elb\.amazonaws\.com\).*tagged|Service web\/front/)
    await pass()
    expect(warnings()).toHaveLength(1)
    const leftovers = planOf(cluster.stored())?.leftovers ?? []
    expect(leftovers.map(({ object }) => object)).toEqual([
      'Service web/front (a1.elb.amazonaws.com)',
      expect.stringMatching(/^load balancers, security groups, volumes/),
    ])
    expect(leftovers[1]?.message).toMatch(/aws resourcegroupstaggingapi .*kubernetes\.io\/cluster\//)
    expect((await toTheEnd()).at(-1)).toBe('release')
  },
)

test('what a cluster held when somebody asked for the plan is named, although it falls silent before the deletion', async () => {
  const { workload, pass, clock, cluster, edit } = await deleted()
  cluster.edit(({ metadata: { deletionTimestamp: _, ...metadata }, ...stored }) => ({ ...stored, metadata }))
  workload.setHeld([service])
  edit({ annotations: { 'taskplatform.dev/deletion-plan': 'please' } })
  await pass()
  expect(planOf(cluster.stored())).toMatchObject({ requestedAt: 'please' })
  workload.setReach(unreachable)
  cluster.edit((stored) => ({ ...stored, metadata: { ...stored.metadata, deletionTimestamp: deletedAt } }))
  await pass()
  await clock.advance(601_000)
  await pass()
  await clock.advance(601_000)
  await pass()
  expect(planOf(cluster.stored())?.leftovers?.[0]?.object).toBe('Service web/front (a1.elb.amazonaws.com)')
})

test('a plan is told once for each request, and a platform that lives on is not touched by it', async () => {
  const { cluster, edit, pass } = await deleted()
  cluster.edit(({ metadata: { deletionTimestamp: _, ...metadata }, ...stored }) => ({ ...stored, metadata }))
  edit({ annotations: { 'taskplatform.dev/deletion-plan': 'first' }, spec: { deletionProtection: true } })
  expect((await pass()).filter((write) => write.startsWith('remove'))).toEqual([])
  const first = planOf(cluster.stored())
  expect(first).toMatchObject({ requestedAt: 'first', blockers: [{ object: 'deletion protection' }] })
  await pass()
  expect(planOf(cluster.stored())).toEqual(first)
  edit({ annotations: { 'taskplatform.dev/deletion-plan': 'second' }, spec: { deletionProtection: false } })
  await pass()
  expect(planOf(cluster.stored())).toMatchObject({ requestedAt: 'second', blockers: [] })
})

test('a cluster that comes back in time is drained as if nothing had been', async () => {
  const { workload, pass, clock, cluster, toTheEnd } = await deleted()
  workload.setHeld([service])
  workload.setReach(unreachable)
  await pass()
  await pass()
  await clock.advance(300_000)
  workload.setReach(reachable)
  await pass()
  expect(workload.takeAsked()).toContain('Delete Service front')
  workload.letGone()
  await pass()
  expect(planOf(cluster.stored())).toMatchObject({ drained: true })
  expect(planOf(cluster.stored())).not.toHaveProperty('leftovers')
  await toTheEnd()
})

test('who does not want to wait says so, and what may be left is named', async () => {
  const { workload, pass, edit, cluster } = await deleted()
  workload.setHeld([foreignNode])
  await pass()
  await pass()
  edit({ annotations: { 'taskplatform.dev/skip-drain': 'true' } })
  expect(await pass()).toContain('remove tasks-identities')
  expect(planOf(cluster.stored())?.leftovers?.[0]).toEqual({
    object: 'Node mine (i-1)',
    message: expect.stringContaining('skip-drain says not to wait'),
  })
})

test('a machine that nobody would end is left to a person, who is told at once', async () => {
  const { workload, pass, said } = await deleted()
  workload.setHeld([foreignNode])
  await pass()
  expect(await pass()).toEqual([])
  expect(workload.takeAsked()).toEqual([])
  expect(said('Stalled')).toMatch(
    /^True DeletionBlocked: .*Node mine \(instance i-1\), which is not ours: terminate.*skip-drain=true/,
  )
})

test('a load balancer that does not go is called stuck after twenty minutes', async () => {
  const { workload, pass, said, clock } = await deleted()
  workload.setHeld([service])
  await pass()
  await pass()
  expect(said('Stalled')).toMatch(/^False/)
  await clock.advance(21 * 60_000)
  expect(await pass()).toEqual([])
  expect(said('Stalled')).toMatch(/^True DeletionBlocked: .*Service web\/front.*skip-drain=true/)
})

test('deleted twice is deleted once', async () => {
  const { remove, pass, toTheEnd } = await deleted()
  await pass()
  await pass()
  remove()
  const written = await toTheEnd()
  expect(written.filter((write) => write === 'remove tasks-network')).toHaveLength(1)
})

test('a settled wait writes nothing', async () => {
  const { workload, pass, cluster, clock } = await deleted()
  workload.setHeld([service])
  await pass()
  await pass()
  await pass()
  cluster.takeWrites()
  await clock.advance(60_000)
  const writes = cluster.stored()
  await pass()
  expect(cluster.stored()).toBe(writes)
})
