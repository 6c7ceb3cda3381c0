import { describe, expect, test } from 'vitest'
import { resourceKey } from '../../service/aws-resource.ts'
import { testAccount } from '../../test/test-account.ts'
import { testEks } from '../../test/test-cluster.ts'
import { nodeObject } from './node-object.ts'
import { wantedClusters } from './wanted-clusters.ts'

const world = async (timeScale = 0) => {
  const aws = testAccount(timeScale)
  const eks = await testEks(aws)
  const wanted = () => wantedClusters(aws.account.world('ap-northeast-1'))
  const nodes = () => wanted()[0]?.spec.nodes ?? []
  return { ...aws, eks, wanted, nodes }
}

describe('the clusters that should run', () => {
  test('an ACTIVE one, with what its attributes say', async () => {
    const { eks, wanted } = await world()
    const cluster = await eks.makeCluster()
    expect(wanted()).toEqual([
      {
        key: resourceKey(cluster),
        spec: {
          name: 'c',
          region: 'ap-northeast-1',
          version: '1.35',
          serviceCidr: '172.20.0.0/16',
          podCidr: '10.0.0.0/16',
          issuer: expect.stringMatching(/^https:\/\/oidc\.eks\.ap-northeast-1\.amazonaws\.com\/id\/[0-9A-F]{32}$/),
          nodes: [],
        },
      },
    ])
  })

  test('not while it is being made or deleted', async () => {
    const { eks, wanted, clock, remove } = await world(1)
    await clock.advance(60_000)
    const cluster = await eks.makeCluster()
    expect(wanted()).toEqual([])
    await clock.advance(540_000)
    expect(wanted()).toHaveLength(1)
    await remove(cluster)
    expect(wanted()).toEqual([])
  })
})

describe('the nodes of a cluster', () => {
  test('as many as are desired, over the subnets in turn', async () => {
    const { eks, nodes } = await world()
    await eks.makeCluster()
    await eks.makeGroup({ scalingConfig: { minSize: 1, desiredSize: 3, maxSize: 3 } })
    expect(nodes().map(({ zone }) => zone)).toEqual(['ap-northeast-1a', 'ap-northeast-1c', 'ap-northeast-1a'])
    expect(new Set(nodes().map(({ id }) => id)).size).toBe(3)
  })

  test('those that are there stay when the group grows', async () => {
    const { eks, nodes, modify } = await world()
    await eks.makeCluster()
    const group = await eks.makeGroup()
    const before = nodes()
    await modify(group, { scalingConfig: { minSize: 1, desiredSize: 3, maxSize: 3 } })
    expect(nodes().slice(0, 2)).toEqual(before)
  })

  test('none of a group that is being deleted', async () => {
    const { eks, nodes, remove } = await world()
    await eks.makeCluster()
    await remove(await eks.makeGroup())
    expect(nodes()).toEqual([])
  })

  test('with the marks of EKS, and the taints as Kubernetes writes them', async () => {
    const { eks, nodes } = await world()
    await eks.makeCluster()
    await eks.makeGroup({ taint: [{ key: 'gpu', effect: 'PREFER_NO_SCHEDULE' }], labels: { team: 'tasks' } })
    const [node] = nodes()
    expect(node && nodeObject(node)).toMatchObject({
      metadata: {
        name: `${node?.id}.ap-northeast-1.compute.internal`,
        labels: {
          team: 'tasks',
          'eks.amazonaws.com/nodegroup': 'g',
          'eks.amazonaws.com/capacityType': 'ON_DEMAND',
          'kubernetes.io/arch': 'amd64',
          'node.kubernetes.io/instance-type': 'm6i.large',
          'topology.kubernetes.io/zone': 'ap-northeast-1a',
        },
      },
      spec: {
        providerID: `aws:///ap-northeast-1a/${node?.id}`,
        taints: [{ key: 'gpu', effect: 'PreferNoSchedule' }],
      },
      status: { capacity: { cpu: '2', memory: '8Gi', pods: '29' }, nodeInfo: { kubeletVersion: 'v1.35.1-eks-twin' } },
    })
  })
})
