import { expect, test } from 'vitest'
import { ready } from '../../test/observed.ts'
import type { ManagedResource } from '../managed-resource.ts'
import { readinessOf } from './readiness.ts'

const store = (kind: string, forProvider: object, atProvider: object): ManagedResource => {
  const [service, Kind = ''] = kind.split('/')
  const made = ready({
    apiVersion: `${service}.aws.m.upbound.io/v1beta1`,
    kind: Kind,
    metadata: { name: 'it', namespace: 'team-tasks' },
    spec: { forProvider: { region: 'ap-northeast-1', ...forProvider } },
  })
  return { ...made, status: { ...made.status, atProvider: { ...atProvider } } }
}

test.each([
  { status: 'available', is: 'ready' },
  { status: 'backing-up', is: 'ready' },
  { status: 'storage-optimization', is: 'ready' },
  { status: 'modifying', is: 'ready' },
  { status: 'creating', is: 'waiting' },
  { status: 'upgrading', is: 'waiting' },
  { status: 'rebooting', is: 'waiting' },
  { status: 'a-status-of-next-year', is: 'waiting' },
  { status: 'failed', is: 'failed' },
  { status: 'storage-full', is: 'failed' },
  { status: 'inaccessible-encryption-credentials', is: 'failed' },
  { status: 'incompatible-parameters', is: 'failed' },
])('a DB instance that RDS calls $status is $is, whatever its condition says', ({ status, is }) =>
  expect(readinessOf('rds/Instance', store('rds/Instance', {}, { status })).state).toBe(is),
)

test('what RDS says stands in the condition', () =>
  expect(readinessOf('rds/Instance', store('rds/Instance', {}, { status: 'storage-full' }))).toEqual({
    state: 'failed',
    why: 'RDS reports the status storage-full',
  }))

test.each([
  { why: 'without an address nobody can use it', reported: { memberClusters: ['a', 'b'] }, is: 'waiting' },
  {
    why: 'a node is missing',
    reported: { primaryEndpointAddress: 'master.it', memberClusters: ['a'] },
    is: 'waiting',
  },
  {
    why: 'a node is still being removed',
    reported: { primaryEndpointAddress: 'master.it', memberClusters: ['a', 'b', 'c'] },
    is: 'waiting',
  },
  { why: 'no node is known', reported: { primaryEndpointAddress: 'master.it' }, is: 'waiting' },
  {
    why: 'all nodes and an address',
    reported: { primaryEndpointAddress: 'master.it', memberClusters: ['a', 'b'] },
    is: 'ready',
  },
])('a replication group of two nodes is $is: $why', ({ reported, is }) => {
  const group = store('elasticache/ReplicationGroup', { numCacheClusters: 2 }, reported)
  expect(readinessOf('elasticache/ReplicationGroup', group).state).toBe(is)
})
