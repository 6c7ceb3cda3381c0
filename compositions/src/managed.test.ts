import { expect, test } from 'vitest'
import type { Layer } from './layer.ts'
import { managed, refTo } from './managed.ts'

const layer: Layer = {
  owner: { namespace: 'team-tasks', name: 'tasks-network' },
  generation: 1,
  layer: 'network',
  platform: 'tasks',
  region: 'ap-northeast-1',
  providerConfigRef: { kind: 'ProviderConfig', name: 'own-account' },
  labels: { 'taskplatform.dev/layer': 'network' },
  tags: { project: 'tasks' },
}

test('a managed resource carries what all of its layer carry', () =>
  expect(managed(layer, 'ec2/Subnet', 'subnet-x', { vpcIdRef: refTo(layer, 'vpc') }, { tags: { role: '1' } })).toEqual({
    key: 'subnet-x',
    kind: 'ec2/Subnet',
    resource: {
      apiVersion: 'ec2.aws.m.upbound.io/v1beta1',
      kind: 'Subnet',
      metadata: {
        name: 'tasks-network-subnet-x',
        namespace: 'team-tasks',
        labels: { 'taskplatform.dev/layer': 'network' },
      },
      spec: {
        forProvider: {
          vpcIdRef: { name: 'tasks-network-vpc' },
          region: 'ap-northeast-1',
          tags: { project: 'tasks', role: '1', Name: 'team-tasks/tasks-network-subnet-x' },
        },
        providerConfigRef: { kind: 'ProviderConfig', name: 'own-account' },
      },
    },
  }))

test('kinds without region or tags get none', () => {
  const { resource } = managed(layer, 'iam/RolePolicy', 'policy', { policy: '{}' }, { externalName: 'it' })
  expect(resource.spec.forProvider).toEqual({ policy: '{}' })
  expect(resource.metadata.annotations).toEqual({ 'crossplane.io/external-name': 'it' })
})

test('parameters are those of the kind', () => {
  // @ts-expect-error: a misspelt field does not compile
  const misspelt = managed(layer, 'ec2/Subnet', 'subnet-x', { cidrBlok: '10.0.0.0/24' })
  // @ts-expect-error: nor does a field of another kind
  const foreign = managed(layer, 'ec2/VPC', 'vpc', { mapPublicIpOnLaunch: false })
  expect([misspelt.resource.kind, foreign.resource.kind]).toEqual(['Subnet', 'VPC'])
})
