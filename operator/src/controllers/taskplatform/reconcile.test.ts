import { expect, test } from 'vitest'
import { available, networkIds } from '../../../test/builders/composite.ts'
import { installation } from '../../../test/builders/installation.ts'
import { claimedPlatform, storedPlatform } from '../../../test/builders/stored-platform.ts'
import { createFakeClock } from '../../../test/memory/clock.ts'
import { createMemoryEvents } from '../../../test/memory/events.ts'
import { createMemoryLog } from '../../../test/memory/log.ts'
import { managementCluster } from '../../../test/memory/management-cluster.ts'
import { workloadCluster } from '../../../test/memory/workload-cluster.ts'
import type { Compliance } from '../../core/compliance.ts'
import { endpoints } from '../../core/layers/endpoints.ts'
import { network } from '../../core/layers/network.ts'
import type { StoredPlatform } from '../../core/platform.ts'
import { reconcileTaskPlatform } from './reconcile.ts'

const never = new AbortController().signal

const compliant: Compliance = { passed: 86, failed: 0, excepted: 0, findings: [] }

function started(first: StoredPlatform, judge: () => Compliance = () => compliant) {
  const cluster = managementCluster(first)
  const clock = createFakeClock(Date.parse('2026-11-24T09:00:00Z'))
  const events = createMemoryEvents()
  const rules = { layers: [network, endpoints], installation, judge }
  const reconcile = reconcileTaskPlatform(
    { ...cluster, ...workloadCluster(), clock, events, log: createMemoryLog() },
    rules,
  )
  return { ...cluster, clock, events, reconcile: () => reconcile('team-tasks/tasks', never) }
}

const makeAvailable = (cluster: ReturnType<typeof started>, layer: string, status = {}) =>
  cluster.change(layer, (stored) => ({ ...stored, status: { ...status, observedGeneration: 1, resources: available } }))

test('a platform is claimed, raised layer by layer, and then left alone', async () => {
  const cluster = started(storedPlatform({ spec: { network: { interfaceEndpoints: true } } }))
  await cluster.reconcile()
  expect(cluster.takeWrites()).toEqual(['claim'])
  await cluster.reconcile()
  expect(cluster.takeWrites()).toEqual(['apply tasks-network', 'status'])

  makeAvailable(cluster, 'Network', networkIds)
  await cluster.reconcile()
  expect(cluster.takeWrites()).toEqual(['apply tasks-endpoints', 'keep tasks-external-names', 'status'])

  makeAvailable(cluster, 'Endpoints')
  await cluster.reconcile()
  expect(cluster.takeWrites()).toEqual(['keep tasks-external-names', 'status'])
  expect(cluster.stored()?.status?.conditions?.[0]).toMatchObject({ type: 'Ready', status: 'True' })

  // nothing is left to do until the next day, on which exceptions may have ended
  expect(await cluster.reconcile()).toEqual({ kind: 'again', afterMs: 15 * 3_600_000 + 1_000 })
  expect(cluster.takeWrites()).toEqual([])
})

test('a platform whose status was lost stays what it is', async () => {
  const cluster = started(claimedPlatform({ spec: { network: { cidr: '10.40.0.0/16' } } }))
  await cluster.reconcile()
  makeAvailable(cluster, 'Network', networkIds)
  await cluster.reconcile()
  cluster.takeWrites()

  // a backup without status, and a spec that leaves to the profile what it once said
  cluster.edit(({ status: _, ...stored }) => ({
    ...stored,
    spec: { profile: 'Development', region: 'ap-northeast-1' },
  }))
  await cluster.reconcile()
  expect(cluster.takeWrites().filter((write) => write !== 'status')).toEqual([])
  expect(cluster.stored()?.status?.resolved?.network?.cidr).toBe('10.40.0.0/16')
})

test('a deleted platform goes from the top down, and only after each layer has been seen gone', async () => {
  const cluster = started(claimedPlatform({ spec: { network: { interfaceEndpoints: true } } }))
  await cluster.reconcile()
  makeAvailable(cluster, 'Network', networkIds)
  await cluster.reconcile()
  cluster.takeWrites()

  cluster.edit((stored) => ({ ...stored, metadata: { ...stored.metadata, deletionTimestamp: '2026-11-24T10:00:00Z' } }))
  await cluster.reconcile()
  expect(cluster.takeWrites()).toEqual(['status'])
  await cluster.reconcile()
  expect(cluster.takeWrites()).toEqual(['remove tasks-endpoints', 'status'])
  await cluster.reconcile()
  expect(cluster.takeWrites().filter((write) => write !== 'status')).toEqual([])

  cluster.collect('Endpoints')
  await cluster.reconcile()
  expect(cluster.takeWrites()).toEqual(['remove tasks-network', 'status'])

  cluster.collect('Network')
  await cluster.reconcile()
  expect(cluster.takeWrites()).toEqual(['forget tasks-external-names', 'release'])
  expect(await cluster.reconcile()).toEqual({ kind: 'settled' })
})

test('a failing apply is reported in the status before it is thrown to the queue', async () => {
  const cluster = started(claimedPlatform())
  const refused = new Error('the API server is away')
  cluster.composites.apply = () => Promise.reject(refused)
  await expect(cluster.reconcile()).rejects.toBe(refused)
  expect(cluster.takeWrites()).toEqual(['status'])
  expect(cluster.stored()?.status?.conditions).toContainEqual(
    expect.objectContaining({
      type: 'NetworkReady',
      reason: 'Failed',
      message: 'PlatformNetwork tasks-network could not be applied: the API server is away',
    }),
  )
})

const foreign = (name = 'tasks') => ({
  platform: JSON.stringify({ name, uid: 'of-the-lost-cluster', uidInAws: 'the-first' }),
  network: JSON.stringify({ recorded: { cidr: '10.66.0.0/16' }, names: { vpc: 'vpc-1' } }),
})

test('an export of another management cluster is taken over from, and stays until all layers have', async () => {
  const cluster = started(claimedPlatform({ spec: { network: { interfaceEndpoints: true } } }))
  cluster.configMaps.set('tasks-external-names', foreign())
  await cluster.reconcile()
  expect(cluster.takeWrites()).toEqual(['apply tasks-network', 'status'])
  expect(cluster.composites.cached(network, { namespace: 'team-tasks', name: 'tasks' })?.spec).toMatchObject({
    cidr: '10.66.0.0/16',
    externalNames: { vpc: 'vpc-1' },
    tags: { 'taskplatform.dev/uid': 'the-first' },
  })
  expect(cluster.stored()?.status?.adoptedFrom).toBe('tasks-external-names')

  makeAvailable(cluster, 'Network', networkIds)
  await cluster.reconcile()
  expect(cluster.takeWrites()).toEqual(['apply tasks-endpoints', 'status'])
  makeAvailable(cluster, 'Endpoints')
  await cluster.reconcile()
  expect(cluster.takeWrites()).toEqual(['keep tasks-external-names', 'status'])
  expect(JSON.parse(cluster.configMaps.get('tasks-external-names')?.['platform'] ?? '')).toMatchObject({
    uid: cluster.stored()?.metadata.uid,
    uidInAws: 'the-first',
  })
})

const adopting = { annotations: { 'taskplatform.dev/adopt': 'tasks-retained-1' } }

test('what a platform left is taken over by the one that names it, and by nobody after that', async () => {
  const cluster = started(claimedPlatform({ metadata: { ...adopting, finalizers: ['taskplatform.dev/finalizer'] } }))
  cluster.configMaps.set('tasks-retained-1', foreign())
  await cluster.reconcile()
  makeAvailable(cluster, 'Network', networkIds)
  await cluster.reconcile()
  expect(cluster.takeWrites()).toContain('forget tasks-retained-1')
  expect([...cluster.configMaps.keys()]).toEqual(['tasks-external-names'])
})

test.each([
  { why: 'it is not there', data: undefined, says: /ConfigMap tasks-retained-1 does not exist/ },
  { why: 'it is of another platform', data: foreign('others'), says: /is of the platform others/ },
  { why: 'it cannot be read', data: { platform: 'x' }, says: /cannot be read/ },
])('nothing is made when something is to be taken over and $why', async ({ data, says }) => {
  const cluster = started(claimedPlatform({ metadata: { ...adopting, finalizers: ['taskplatform.dev/finalizer'] } }))
  if (data) cluster.configMaps.set('tasks-retained-1', data)
  await cluster.reconcile()
  expect(cluster.takeWrites()).toEqual(['status'])
  const stalled = cluster.stored()?.status?.conditions?.find(({ type }) => type === 'Stalled')
  expect(stalled).toMatchObject({ status: 'True', message: expect.stringMatching(says) })
})

test('what somebody else changed is a warning each, and nothing of it while the platform goes', async () => {
  const cluster = started(claimedPlatform())
  await cluster.reconcile()
  const drift = { layer: 'Network', object: 'VPC tasks-network-vpc', where: 'AWS', field: 'tags.team' } as const
  cluster.noteDrift(drift)
  await cluster.reconcile()
  await cluster.reconcile()
  const warnings = () => cluster.events.events.filter(({ reason }) => reason === 'Drift').map(({ note }) => note)
  expect(warnings()).toEqual(['VPC tasks-network-vpc: tags.team was changed in AWS, and is put right'])
  cluster.edit((stored) => ({ ...stored, metadata: { ...stored.metadata, deletionTimestamp: '2026-11-24T10:00:00Z' } }))
  cluster.noteDrift(drift)
  await cluster.reconcile()
  expect(warnings()).toHaveLength(1)
})

test('events tell what happened, once', async () => {
  const cluster = started(claimedPlatform())
  await cluster.reconcile()
  makeAvailable(cluster, 'Network', networkIds)
  await cluster.reconcile()
  await cluster.reconcile()
  expect(cluster.events.events.map(({ type, reason, note }) => `${type} ${reason}: ${note}`)).toEqual([
    'Normal Created: created PlatformNetwork tasks-network',
    'Normal Ready: the platform is available',
    'Normal NetworkReady: Network is available',
  ])
})

const broken: Compliance = {
  passed: 85,
  failed: 1,
  excepted: 0,
  findings: [
    {
      rule: 'NET-08',
      title: 'AWS services are reached inside the VPC',
      severity: 'error',
      layer: 'Network',
      kind: 'VPCEndpoint',
      name: 'tasks-network-s3',
      message: 'there is none',
      cure: 'turn it on',
    },
  ],
}

test('a platform that would break rules is not made, not claimed, and says so once', async () => {
  let verdict = broken
  const cluster = started(storedPlatform(), () => verdict)
  await cluster.reconcile()
  await cluster.reconcile()
  expect(cluster.takeWrites()).toEqual(['status'])
  expect(cluster.stored()?.status?.conditions).toContainEqual(
    expect.objectContaining({ type: 'Stalled', status: 'True', reason: 'NonCompliant' }),
  )
  expect(cluster.events.events.map(({ type, reason }) => `${type} ${reason}`).sort()).toEqual([
    'Warning ComplianceFindings',
    'Warning NonCompliant',
  ])

  verdict = compliant
  cluster.edit((stored) => ({ ...stored, spec: { ...(stored.spec as object), network: { interfaceEndpoints: true } } }))
  await cluster.reconcile()
  expect(cluster.takeWrites()).toEqual(['claim'])
})

test('a platform without its ProviderConfig is not made, not claimed, and looked at again', async () => {
  const cluster = started(storedPlatform())
  cluster.setProviderConfig(false)
  expect(await cluster.reconcile()).toEqual({ kind: 'again', afterMs: 61_000 })
  expect(cluster.takeWrites()).toEqual(['status'])
  const conditions = cluster.stored()?.status?.conditions ?? []
  expect(conditions.find(({ type }) => type === 'Stalled')).toMatchObject({
    reason: 'ProviderConfigMissing',
    message: expect.stringMatching(/ClusterProviderConfig default does not exist: .* Next: kubectl -n team-tasks get/),
  })

  cluster.setProviderConfig(true)
  await cluster.reconcile()
  expect(cluster.takeWrites()).toEqual(['claim'])
})

test('a platform that stands is told of and stays Ready, also when it breaks rules', async () => {
  let verdict = compliant
  const cluster = started(claimedPlatform(), () => verdict)
  await cluster.reconcile()
  makeAvailable(cluster, 'Network', networkIds)
  verdict = broken
  cluster.edit((stored) => ({ ...stored, metadata: { ...stored.metadata, uid: 'judged anew' } }))
  await cluster.reconcile()
  const conditions = cluster
    .stored()
    ?.status?.conditions?.map(({ type, status, reason }) => `${type} ${status} ${reason}`)
  expect(conditions).toEqual(expect.arrayContaining(['Compliant False Findings', 'Stalled False NotStalled']))
  expect(cluster.takeWrites().filter((write) => write.startsWith('remove'))).toEqual([])
})

test.each([
  {
    why: 'nothing exists: nothing is made unjudged, and the status says so',
    exists: false,
    says: ['Ready False NotJudged', 'Stalled True NotJudged', 'Compliant Unknown NotJudged'],
  },
  {
    why: 'a platform stands: it is not left unattended, and the status says so',
    exists: true,
    says: ['Ready False Progressing', 'Stalled False NotStalled', 'Compliant Unknown NotJudged'],
  },
])('when judging fails and $why', async ({ exists, says }) => {
  let judge = () => compliant
  const cluster = started(claimedPlatform(), () => judge())
  if (exists) await cluster.reconcile()
  cluster.takeWrites()
  judge = () => {
    throw new Error('a rule is wrong')
  }
  cluster.edit((stored) => ({ ...stored, spec: { ...(stored.spec as object), network: { natGateways: 'PerZone' } } }))
  const outcome = cluster.reconcile()
  if (exists) await expect(outcome).resolves.toBeDefined()
  else await expect(outcome).rejects.toThrow('a rule is wrong')
  expect(cluster.takeWrites().includes('apply tasks-network')).toBe(exists)
  const { conditions = [] } = cluster.stored()?.status ?? {}
  const told = conditions.map(({ type, status, reason }) => `${type} ${status} ${reason}`)
  expect(told).toEqual(expect.arrayContaining(says))
  expect(conditions.find(({ type }) => type === 'Compliant')?.message).toBe(
    'could not be judged by the conformance rules (a rule is wrong): report this as a bug; it is tried again by itself',
  )
  expect(cluster.events.events.map(({ reason }) => reason)).toContain('ComplianceNotJudged')
})

test('while something leaves AWS, which nobody watches, another look is taken soon, and the status names it', async () => {
  const cluster = started(claimedPlatform())
  await cluster.reconcile()
  makeAvailable(cluster, 'Network', networkIds)
  cluster.edit((stored) => ({ ...stored, metadata: { ...stored.metadata, deletionTimestamp: '2026-11-24T10:00:00Z' } }))
  await cluster.reconcile()
  await cluster.reconcile()
  cluster.leave('Network', [
    { kind: 'Subnet', name: 'tasks-network-private-a' },
    { kind: 'VPC', name: 'tasks-network-vpc', refusal: 'DependencyViolation: it has dependencies' },
  ])
  expect(await cluster.reconcile()).toEqual({ kind: 'again', afterMs: 5_000 })
  expect(cluster.stored()?.status?.conditions).toContainEqual(
    expect.objectContaining({
      type: 'Deleting',
      message:
        'PlatformNetwork tasks-network is being deleted: VPC tasks-network-vpc (DependencyViolation: it has dependencies. Likely cause: something else still uses it. What helps: wait until that is gone; if it is nothing of this platform, delete it), Subnet tasks-network-private-a',
    }),
  )
})
