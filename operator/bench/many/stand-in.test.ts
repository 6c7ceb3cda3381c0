import { expect, test } from 'vitest'
import { layers } from '../../src/core/layers.ts'
import { openCrd } from './crds.ts'
import { statusFor } from './stand-in.ts'

const network = {
  apiVersion: 'aws.taskplatform.dev/v1alpha1',
  kind: 'PlatformNetwork',
  metadata: { name: 'p0-network', namespace: 'bench', generation: 3 },
  spec: {
    region: 'eu-west-1',
    cidr: '10.20.0.0/16',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    natGateways: 'Single',
    flowLogs: { enabled: false, retentionDays: 7 },
  },
}

test('a composite is played as made, for the spec that it has', () => {
  expect(statusFor(network)).toMatchObject({
    observedGeneration: 3,
    vpcId: expect.stringMatching(/^vpc-00000000/),
    conditions: [
      { type: 'Synced', status: 'True' },
      { type: 'Ready', status: 'True' },
    ],
  })
})

test('the kinds of all layers are served, with a status of their own', () => {
  const names = layers.map(({ resource }) => openCrd(resource).metadata.name)
  expect(names).toContain('platformnetworks.aws.taskplatform.dev')
  expect(new Set(names).size).toBe(layers.length)
})
