import { expect, test } from 'vitest'
import { available, networkIds } from '../../../test/builders/composite.ts'
import { installation } from '../../../test/builders/installation.ts'
import { claimedPlatform } from '../../../test/builders/stored-platform.ts'
import { createFakeClock } from '../../../test/memory/clock.ts'
import { createMemoryEvents } from '../../../test/memory/events.ts'
import { createMemoryLog } from '../../../test/memory/log.ts'
import { managementCluster } from '../../../test/memory/management-cluster.ts'
import { workloadCluster } from '../../../test/memory/workload-cluster.ts'
import { cluster as clusterLayer } from '../../core/layers/cluster.ts'
import { network } from '../../core/layers/network.ts'
import type { Budget } from '../../core/workload-cluster.ts'
import { reconcileTaskPlatform } from './reconcile.ts'

const never = new AbortController().signal
const spec = (version: string, more: object = {}) => ({
  profile: 'Development',
  region: 'ap-northeast-1',
  cluster: { version },
  ...more,
})
const saturday = '2026-11-28T18:00:00Z'
const sunday = '2026-11-29T19:00:00Z'
const hourMs = 3_600_000

/** A platform that stands at 1.34; `budgets` counts how often the EKS cluster was asked. */
async function standing({ now, budgets = [] }: Readonly<{ now: string; budgets?: readonly Budget[] }>) {
  const management = managementCluster(claimedPlatform({ spec: spec('1.34') }))
  const clock = createFakeClock(Date.parse(now))
  const events = createMemoryEvents()
  let asked = 0
  const { workload } = workloadCluster()
  const seen = {
    ...workload,
    budgets: async () => {
      asked++
      return budgets
    },
  }
  const ports = { ...management, workload: seen, clock, events, log: createMemoryLog() }
  const judge = () => ({ passed: 86, failed: 0, excepted: 0, findings: [] })
  const reconcile = reconcileTaskPlatform(ports, { layers: [network, clusterLayer], installation, judge })
  const pass = () => reconcile('team-tasks/tasks', never)
  const made = (layer: string, status: object) =>
    management.change(layer, (stored) => ({
      ...stored,
      status: { ...stored.status, ...status, observedGeneration: 1, resources: available },
    }))
  await pass()
  made('Network', networkIds)
  await pass()
  made('Cluster', { version: '1.34', nodesVersion: '1.34', addonsVersion: '1.34' })
  await pass()
  management.takeWrites()
  const edit = (next: object) => management.edit((stored) => ({ ...stored, spec: next }))
  const writes = () => management.takeWrites().filter((write) => !write.startsWith('keep'))
  const upgrade = () => management.stored()?.status?.upgrades?.[0]
  const ready = () => management.stored()?.status?.conditions?.find(({ type }) => type === 'Ready')?.status
  return { pass, made, edit, writes, upgrade, ready, events, timesAsked: () => asked }
}

test('an upgrade is in the status one pass before it begins', async () => {
  const { pass, edit, writes, upgrade, events } = await standing({ now: sunday })
  edit(spec('1.36'))
  expect(await pass()).toEqual({ kind: 'again', afterMs: 1_000 })
  expect(writes()).toEqual(['status'])
  expect(upgrade()).toMatchObject({ part: 'Cluster', state: 'Planned', from: '1.34', to: '1.36' })

  await pass()
  expect(writes()).toEqual(['apply tasks-cluster', 'status'])
  expect(upgrade()).toMatchObject({ state: 'Running', message: 'control plane from 1.34 to 1.35' })
  const reasons = events.events.map(({ reason }) => reason).filter((reason) => reason.startsWith('Upgrade'))
  expect(reasons).toEqual(['UpgradePlanned', 'UpgradeStepStarted'])
})

test('outside of the window it is looked at when that opens; the platform is Ready, and a second pass writes nothing', async () => {
  const { pass, edit, writes, upgrade, ready } = await standing({ now: saturday })
  edit(spec('1.36'))
  await pass()
  const midnight = 6 * hourMs + 1_000
  expect(await pass()).toEqual({ kind: 'again', afterMs: midnight })
  expect(upgrade()).toMatchObject({ state: 'Waiting', notBefore: '2026-11-29T18:00:00Z' })
  expect(ready()).toBe('True')
  writes()
  await pass()
  expect(writes()).toEqual([])
})

test('suspended in the middle, no further step begins; resumed, the next one does', async () => {
  const { pass, made, edit, writes, upgrade } = await standing({ now: sunday })
  edit(spec('1.36'))
  await pass()
  await pass()
  writes()

  edit(spec('1.36', { suspend: true }))
  await pass()
  made('Cluster', { version: '1.35', nodesVersion: '1.34' })
  await pass()
  expect(writes()).toEqual(['status'])
  expect(upgrade()).toMatchObject({ state: 'Held', message: expect.stringContaining('spec.suspend') })

  edit(spec('1.36'))
  await pass()
  expect(writes()).toEqual(['apply tasks-cluster', 'status'])
  expect(upgrade()).toMatchObject({ state: 'Running', message: 'nodes from 1.34 to 1.35' })
})

test('the EKS cluster is asked for its budgets only while an upgrade is open, and one that lets no pod go is waited for', async () => {
  const budgets = [{ namespace: 'shop', name: 'web', disruptionsAllowed: 0, expectedPods: 1 }]
  const { pass, made, edit, writes, upgrade, timesAsked } = await standing({ now: sunday, budgets })
  await pass()
  expect(timesAsked()).toBe(0)

  edit(spec('1.35'))
  await pass()
  await pass()
  made('Cluster', { version: '1.35', nodesVersion: '1.34' })
  writes()
  expect(await pass()).toEqual({ kind: 'again', afterMs: 61_000 })
  expect(timesAsked()).toBe(3)
  expect(writes()).toEqual(['status'])
  expect(upgrade()).toMatchObject({ state: 'Held', message: expect.stringContaining('PodDisruptionBudget shop/web') })
})

test('two edits in the middle of a step: what has begun is finished, and only the newest target is led to', async () => {
  const { pass, made, edit, upgrade } = await standing({ now: sunday })
  edit(spec('1.35'))
  await pass()
  await pass()
  edit(spec('1.36'))
  await pass()
  edit(spec('1.36', { aws: { tags: { team: 'tasks' } } }))
  await pass()
  expect(upgrade()).toMatchObject({ from: '1.34', to: '1.36', state: 'Running' })
  made('Cluster', { version: '1.35', nodesVersion: '1.35', addonsVersion: '1.35' })
  await pass()
  expect(
    upgrade()
      ?.steps.map(({ name, to, state }) => `${name} ${to} ${state}`)
      .slice(2, 4),
  ).toEqual(['add-ons 1.35 Done', 'control plane 1.36 Running'])
})
