import { expect, test } from 'vitest'
import { available, networkIds } from '../../../test/builders/composite.ts'
import { claimedPlatform, storedPlatform } from '../../../test/builders/stored-platform.ts'
import { createFakeClock } from '../../../test/memory/clock.ts'
import { createMemoryEvents } from '../../../test/memory/events.ts'
import { createMemoryLog } from '../../../test/memory/log.ts'
import { managementCluster } from '../../../test/memory/management-cluster.ts'
import { layers } from '../../core/layers.ts'
import type { StoredPlatform } from '../../core/platform.ts'
import { reconcileTaskPlatform } from './reconcile.ts'

const never = new AbortController().signal

function started(first: StoredPlatform) {
  const cluster = managementCluster(first)
  const clock = createFakeClock(Date.parse('2026-11-24T09:00:00Z'))
  const events = createMemoryEvents()
  const reconcile = reconcileTaskPlatform({ ...cluster, clock, events, log: createMemoryLog() }, layers)
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
  expect(cluster.takeWrites()).toEqual(['apply tasks-endpoints', 'status'])

  makeAvailable(cluster, 'Endpoints')
  await cluster.reconcile()
  expect(cluster.takeWrites()).toEqual(['status'])
  expect(cluster.stored()?.status?.conditions?.[0]).toMatchObject({ type: 'Ready', status: 'True' })

  expect(await cluster.reconcile()).toEqual({ kind: 'settled' })
  expect(cluster.takeWrites()).toEqual([])
})

test('a deleted platform goes from the top down, and only after each layer has been seen gone', async () => {
  const cluster = started(claimedPlatform({ spec: { network: { interfaceEndpoints: true } } }))
  await cluster.reconcile()
  makeAvailable(cluster, 'Network', networkIds)
  await cluster.reconcile()
  cluster.takeWrites()

  cluster.edit((stored) => ({ ...stored, metadata: { ...stored.metadata, deletionTimestamp: '2026-11-24T10:00:00Z' } }))
  await cluster.reconcile()
  expect(cluster.takeWrites()).toEqual(['remove tasks-endpoints', 'status'])
  await cluster.reconcile()
  expect(cluster.takeWrites().filter((write) => write !== 'status')).toEqual([])

  cluster.collect('Endpoints')
  await cluster.reconcile()
  expect(cluster.takeWrites()).toEqual(['remove tasks-network', 'status'])

  cluster.collect('Network')
  await cluster.reconcile()
  expect(cluster.takeWrites()).toEqual(['release'])
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
