import { describe, expect, test } from 'vitest'
import { reconcileManaged } from '../../provider/reconcile.ts'
import { createMemoryCluster } from '../../test/memory-cluster.ts'
import { kindOf, testAccount } from '../../test/test-account.ts'
import { testEks } from '../../test/test-cluster.ts'
import { testProvider } from '../../test/test-provider.ts'

const { signal } = new AbortController()

const world = async (addonName: string) => {
  const aws = testAccount()
  const cluster = createMemoryCluster()
  const eks = await testEks(aws)
  await eks.makeCluster()
  cluster.put(kindOf('Addon'), 'a', { forProvider: { region: 'ap-northeast-1', clusterName: 'c', addonName } })
  const look = async () => {
    await reconcileManaged(testProvider(aws, cluster))('Addon/ns/a', signal)
    return cluster.read('Addon', 'a')?.status?.conditions?.find(({ type }) => type === 'Ready')?.reason
  }
  return { ...aws, eks, look }
}

describe('an add-on', () => {
  test.each([
    { addonName: 'vpc-cni', ready: 'Available' },
    { addonName: 'kube-proxy', ready: 'Available' },
    { addonName: 'eks-pod-identity-agent', ready: 'Available' },
    { addonName: 'coredns', ready: 'Creating' },
    { addonName: 'aws-ebs-csi-driver', ready: 'Creating' },
  ])('$addonName without a node is $ready', async ({ addonName, ready }) => {
    expect(await (await world(addonName)).look()).toBe(ready)
  })

  test('that waits for nodes is ready when there are some, and stays so when they go', async () => {
    const { eks, look, remove } = await world('coredns')
    await look()
    const group = await eks.makeGroup()
    expect(await look()).toBe('Available')
    await remove(group)
    expect(await look()).toBe('Available')
  })

  test('does not wait for a group without machines', async () => {
    const { eks, look } = await world('coredns')
    await eks.makeGroup({ scalingConfig: { minSize: 0, desiredSize: 0, maxSize: 1 } })
    expect(await look()).toBe('Creating')
  })
})
