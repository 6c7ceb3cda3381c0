import { describe, expect, test } from 'vitest'
import { createMemoryCluster } from '../test/memory-cluster.ts'
import { kindOf, testAccount } from '../test/test-account.ts'
import { testProvider } from '../test/test-provider.ts'
import { reconcileManaged } from './reconcile.ts'

const { signal } = new AbortController()

const world = (managementPolicies?: string[]) => {
  const aws = testAccount()
  const cluster = createMemoryCluster()
  const forProvider = { region: 'ap-northeast-1', cidrBlock: '10.0.0.0/16' }
  cluster.put(kindOf('VPC'), 'v', { forProvider, ...(managementPolicies && { managementPolicies }) })
  return { ...aws, cluster, look: () => reconcileManaged(testProvider(aws, cluster))('VPC/ns/v', signal) }
}

describe('management policies', () => {
  test.each([
    { why: 'all: AWS forgets it too', policies: undefined, left: [] },
    {
      why: 'without Delete: the object goes, the AWS resource stays',
      policies: ['Observe', 'Create', 'Update'],
      left: ['VPC'],
    },
  ])('$why', async ({ policies, left }) => {
    const { cluster, look, account } = world(policies)
    await look()
    cluster.delete('VPC', 'v')
    await look()
    expect(cluster.read('VPC', 'v')).toBeUndefined()
    expect(account.list().map(({ kind }) => kind)).toEqual(left)
  })

  test.each([
    { why: 'with LateInitialize the spec takes over what AWS chose', policies: ['*'], tenancy: 'default' },
    {
      why: 'without it the spec stays as it was written',
      policies: ['Observe', 'Create', 'Update', 'Delete'],
      tenancy: undefined,
    },
  ])('$why', async ({ policies, tenancy }) => {
    const { cluster, look } = world(policies)
    await look()
    expect(cluster.read('VPC', 'v')?.spec.forProvider['instanceTenancy']).toBe(tenancy)
  })

  test('without Update nothing is changed', async () => {
    const { cluster, look, entries } = world(['Observe', 'Create', 'Delete'])
    await look()
    cluster.edit('VPC', 'v', { spec: { forProvider: { enableDnsHostnames: true } } })
    await look()
    expect(entries.map(({ op }) => op)).toEqual(['created'])
  })
})
