import { describe, expect, test } from 'vitest'
import { productionEndpoints, productionNetwork } from '../../test/composites.ts'
import type { ManagedResource } from '../managed-resource.ts'
import { assumedAccount, identifiersOf } from './identifiers.ts'
import { made } from './made.ts'
import { referencesIn } from './references.ts'
import { settle } from './settle.ts'

const resource = (kind: string, name: string, forProvider: Record<string, unknown> = {}): ManagedResource => {
  const [service, Kind = ''] = kind.split('/')
  return {
    apiVersion: `${service}.aws.m.upbound.io/v1beta1`,
    kind: Kind,
    metadata: { namespace: 'team-tasks', name },
    spec: { forProvider: { region: 'ap-northeast-1', ...forProvider } },
  }
}

test.each([
  { why: 'a VPC', of: resource('ec2/VPC', 'a'), id: /^vpc-00000000[0-9a-f]{9}$/ },
  { why: 'a key', of: resource('kms/Key', 'a'), id: /^00000000-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/ },
  {
    why: 'a topic, whose name is its ARN',
    of: resource('sns/Topic', 'a', { name: 'page' }),
    id: /^arn:aws:sns:ap-northeast-1:0{12}:page$/,
  },
])('the assumed name of $why has the form of AWS and is marked', ({ of, id }) => {
  expect(identifiersOf(of).id).toMatch(id)
  expect(made(of).metadata.annotations?.['crossplane.io/external-name']).toMatch(id)
})

test('a name that is ours to choose is kept, and stands in the ARN', () => {
  const role = resource('iam/Role', 'a')
  const named = { ...role, metadata: { ...role.metadata, annotations: { 'crossplane.io/external-name': 'nodes' } } }
  expect(identifiersOf(named)).toEqual({ id: 'nodes', arn: `arn:aws:iam::${assumedAccount}:role/nodes` })
})

test('two resources never share an assumed name', () => {
  const all = [productionNetwork(), productionNetwork({}, { namespace: 'other' }), productionEndpoints()].flatMap(
    (composite) => Object.values(settle(composite).observed),
  )
  const names = all.map((one) => `${one.kind} ${one.status?.atProvider?.['id']}`)
  const ours = all.filter((one) => one.metadata.annotations?.['crossplane.io/external-name'] === 'deliver-flow-logs')
  // the policy of a role is named within its role
  expect(new Set(names).size).toBe(all.length - (ours.length - 1))
})

describe('references', () => {
  const vpc = resource('ec2/VPC', 'vpc')
  const role = resource('iam/Role', 'role')
  const others = [vpc, role, resource('ec2/Subnet', 'one'), resource('ec2/Subnet', 'two')]
  const asked = {
    vpcIdRef: { name: 'vpc' },
    roleArnRef: { name: 'role' },
    subnetIdRefs: [{ name: 'one' }, { name: 'two' }],
    passwordSecretRef: { name: 'vpc', key: 'password' },
    rules: [{ role: 'kept', roleRef: { name: 'role' } }],
    missingRef: { name: 'nobody' },
  }
  const { spec, status } = made(resource('ec2/VPCEndpoint', 'endpoint', asked), others)

  test('the provider writes what they stand for beside them', () =>
    expect(spec.forProvider).toEqual({
      ...asked,
      region: 'ap-northeast-1',
      vpcId: identifiersOf(vpc).id,
      roleArn: identifiersOf(role).arn,
      subnetIds: [expect.stringMatching(/^subnet-/), expect.stringMatching(/^subnet-/)],
    }))

  test('AWS knows identifiers only', () => {
    expect(status?.atProvider).toMatchObject({ vpcId: identifiersOf(vpc).id, rules: [{ role: 'kept' }] })
    expect(Object.keys(status?.atProvider ?? {}).filter((field) => /[a-z]Refs?$/.test(field))).toEqual([
      'passwordSecretRef',
    ])
  })

  test('are found wherever they stand, and secrets are none', () =>
    expect(referencesIn(asked).map(({ field, name }) => `${field} ${name}`)).toEqual([
      'vpcIdRef vpc',
      'roleArnRef role',
      'subnetIdRefs one',
      'subnetIdRefs two',
      'roleRef role',
      'missingRef nobody',
    ]))
})

test('a composition that has settled is ready, and composes the same again', () => {
  const { composition, observed } = settle(productionNetwork())
  expect(composition.ready).toBe(true)
  expect(settle(productionNetwork(), observed).composition).toEqual(composition)
})
