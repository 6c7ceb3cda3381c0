import { describe, expect, test } from 'vitest'
import { group, productionCluster } from '../../../test/clusters.ts'
import { settled } from '../../../test/observed.ts'

const { composition } = settled(
  productionCluster({
    nodeGroups: [
      group('general'),
      group('batch', {
        instanceTypes: ['m7g.large', 'm6g.large'],
        capacityType: 'Spot',
        amiType: 'BOTTLEROCKET_ARM_64',
        size: { min: 0, desired: 1, max: 20 },
        diskGiB: 100,
        labels: { team: 'batch' },
        taints: [
          { key: 'dedicated', value: 'batch', effect: 'NoSchedule' },
          { key: 'spot', effect: 'PreferNoSchedule' },
        ],
      }),
    ],
  }),
)

const asked = (prefix: string) =>
  Object.entries(composition.resources).find(([key]) => key.startsWith(prefix))?.[1].resource.spec.forProvider ?? {}

describe('a launch template', () => {
  test('gives credentials of the node by IMDSv2 only, and to no pod', () =>
    expect(asked('launch-template-general')['metadataOptions']).toEqual({
      httpEndpoint: 'enabled',
      httpTokens: 'required',
      httpPutResponseHopLimit: 1,
    }))

  test('encrypts the disk with our key', () =>
    expect(asked('launch-template-general')['blockDeviceMappings']).toEqual([
      {
        deviceName: '/dev/xvda',
        ebs: {
          volumeType: 'gp3',
          encrypted: 'true',
          deleteOnTermination: 'true',
          volumeSize: 50,
          kmsKeyId: composition.status['keyArn'],
        },
      },
    ]))

  test('sizes the second disk of Bottlerocket, where pods live, and encrypts both', () => {
    const disks = asked('launch-template-batch')['blockDeviceMappings'] as { deviceName: string; ebs: object }[]
    expect(disks).toMatchObject([
      { deviceName: '/dev/xvda', ebs: { encrypted: 'true' } },
      { deviceName: '/dev/xvdb', ebs: { encrypted: 'true', volumeSize: 100 } },
    ])
    expect(disks[0]?.ebs).not.toHaveProperty('volumeSize')
  })

  test('leaves disks to the key of AWS when there is none of ours', () => {
    const { resources } = settled(productionCluster({ customKey: false })).composition
    expect(JSON.stringify(resources)).not.toContain('kmsKeyId')
  })

  test('tags instances, disks and interfaces as ours', () => {
    const tagged = asked('launch-template-general')['tagSpecifications'] as { resourceType: string; tags: object }[]
    expect(tagged.map(({ resourceType }) => resourceType)).toEqual(['instance', 'volume', 'network-interface'])
    for (const { tags } of tagged)
      expect(tags).toMatchObject({ 'taskplatform.dev/platform': 'tasks', Name: 'team-tasks/tasks-cluster-general' })
  })
})

test('40 tags of the user, ours and the five of EKS are within the 50 that an instance takes', () => {
  const tags = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`tag-${index}`, 'x']))
  const { resources } = settled(productionCluster({ tags })).composition
  const [template] = Object.values(resources).filter(({ resource }) => resource.kind === 'LaunchTemplate')
  const tagged = template?.resource.spec.forProvider['tagSpecifications'] as { tags: object }[]
  for (const one of tagged) expect(Object.keys(one.tags).length + 5).toBeLessThanOrEqual(50)
})

describe('a group', () => {
  test('is On-Demand in private subnets with node repair, and replaces a third of its nodes at a time', () => {
    const general = asked('node-group-general')
    expect(general).toMatchObject({
      capacityType: 'ON_DEMAND',
      amiType: 'AL2023_x86_64_STANDARD',
      subnetIds: ['subnet-0a', 'subnet-0c', 'subnet-0d'],
      updateConfig: { maxUnavailablePercentage: 33 },
      nodeRepairConfig: { enabled: true },
      labels: { 'taskplatform.dev/node-group': 'general' },
    })
    for (const field of ['remoteAccess', 'diskSize', 'releaseVersion']) expect(general).not.toHaveProperty(field)
  })

  test('may be Spot, of several types, arm, Bottlerocket, labelled and tainted', () =>
    expect(asked('node-group-batch')).toMatchObject({
      capacityType: 'SPOT',
      instanceTypes: ['m7g.large', 'm6g.large'],
      amiType: 'BOTTLEROCKET_ARM_64',
      labels: { team: 'batch' },
      taint: [
        { key: 'dedicated', value: 'batch', effect: 'NO_SCHEDULE' },
        { key: 'spot', effect: 'PREFER_NO_SCHEDULE' },
      ],
    }))

  test('is told in the status with its Auto Scaling groups', () =>
    expect(composition.status['nodeGroups']).toMatchObject([
      {
        name: 'general',
        nodeGroupName: expect.stringMatching(/^general-[0-9a-f]{8}$/),
        status: 'ACTIVE',
        desiredSize: 3,
      },
      { name: 'batch', desiredSize: 1, autoScalingGroupNames: [expect.stringMatching(/^eks-batch-/)] },
    ]))
})
