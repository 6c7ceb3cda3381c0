import { describe, expect, test } from 'vitest'
import type { Attributes } from '../service/aws-resource.ts'
import type { Kind } from '../service/kind.ts'
import { kindOf } from '../test/test-account.ts'
import type { Managed } from './managed.ts'
import { resolveReferences } from './references.ts'
import type { Lookup } from './resolve-reference.ts'

const managed = (
  kind: string,
  name: string,
  more: Readonly<{ [K in keyof Managed]?: Partial<Managed[K]> }> = {},
): Managed => ({
  apiVersion: 'ec2.aws.m.upbound.io/v1beta1',
  kind,
  spec: { forProvider: {}, ...(more.spec as object) },
  status: more.status as NonNullable<Managed['status']>,
  metadata: { name, namespace: 'ns', uid: name, resourceVersion: '1', ...(more.metadata as object) },
})

const named = (name: string, metadata: Partial<Managed['metadata']> = {}) =>
  managed('VPC', name, { metadata: { ...metadata, annotations: { 'crossplane.io/external-name': `vpc-of-${name}` } } })

const ownedBy = (uid: string) => ({ ownerReferences: [{ uid, controller: true }] })

const lookup: Lookup = {
  get: (kind, namespace, name) => lookup.list(kind, namespace).find((one) => one.metadata.name === name),
  list: (kind, namespace) =>
    (
      [
        named('a', { labels: { net: 'one' }, ...ownedBy('x') }),
        named('b', { labels: { net: 'one' }, ...ownedBy('y') }),
        managed('VPC', 'unborn', { metadata: { labels: { net: 'two' } } }),
        named('far', { namespace: 'other' }),
        managed('EIP', 'e', { status: { atProvider: { id: 'eipalloc-1' } } }),
      ] as Managed[]
    ).filter((one) => one.kind === kind && one.metadata.namespace === namespace),
  titleOf: (kind) => `${kind}.ec2.aws.m.upbound.io`,
}

describe('references', () => {
  test.each([
    { why: 'by name', given: { vpcIdRef: { name: 'a' } }, gives: { vpcId: 'vpc-of-a' } },
    {
      why: 'in another namespace',
      given: { vpcIdRef: { name: 'far', namespace: 'other' } },
      gives: { vpcId: 'vpc-of-far' },
    },
    { why: 'a value that is there stays', given: { vpcId: 'vpc-1', vpcIdRef: { name: 'a' } }, gives: {} },
    {
      why: 'unless it is to be resolved always',
      given: { vpcId: 'vpc-1', vpcIdRef: { name: 'a', policy: { resolve: 'Always' } } },
      gives: { vpcId: 'vpc-of-a' },
    },
    {
      why: 'always, and it is still the same',
      given: { vpcId: 'vpc-of-a', vpcIdRef: { name: 'a', policy: { resolve: 'Always' } } },
      gives: {},
    },
    {
      why: 'by labels always, and it is still the same',
      given: {
        vpcId: 'vpc-of-a',
        vpcIdRef: { name: 'a' },
        vpcIdSelector: { matchLabels: { net: 'one' }, policy: { resolve: 'Always' } },
      },
      gives: {},
    },
    {
      why: 'by labels, and the choice is written down',
      given: { vpcIdSelector: { matchLabels: { net: 'one' } } },
      gives: { vpcId: 'vpc-of-a', vpcIdRef: { name: 'a' } },
    },
    {
      why: 'by controller',
      given: { vpcIdSelector: { matchControllerRef: true } },
      gives: { vpcId: 'vpc-of-b', vpcIdRef: { name: 'b' } },
    },
    {
      why: 'an optional one may be absent',
      given: { vpcIdRef: { name: 'z', policy: { resolution: 'Optional' } } },
      gives: {},
    },
  ])('$why', ({ given, gives }) => {
    const subnet = managed('Subnet', 's', { spec: { forProvider: given }, metadata: ownedBy('y') })
    expect(resolveReferences(kindOf('Subnet'), subnet, lookup)).toEqual({
      spec: { forProvider: gives, initProvider: {} },
    })
  })

  test.each([
    {
      why: 'what is not there',
      given: { vpcIdRef: { name: 'z' } },
      problem:
        'cannot resolve references: mg.Spec.ForProvider.VPCID: cannot get referenced resource: VPC.ec2.aws.m.upbound.io "z" not found',
      waitsFor: { kind: 'VPC', name: 'z' },
    },
    {
      why: 'what has no id yet',
      given: { vpcIdRef: { name: 'unborn' } },
      problem:
        'cannot resolve references: mg.Spec.ForProvider.VPCID: referenced field was empty (referenced resource may not yet be ready)',
      waitsFor: { kind: 'VPC', name: 'unborn' },
    },
    {
      why: 'labels that nobody has',
      given: { vpcIdSelector: { matchLabels: { net: 'none' } } },
      problem: 'cannot resolve references: mg.Spec.ForProvider.VPCID: no resources matched selector',
      waitsFor: { kind: 'VPC' },
    },
  ])('a complaint about $why', ({ given, problem, waitsFor }) => {
    const subnet = managed('Subnet', 's', { spec: { forProvider: given } })
    expect(resolveReferences(kindOf('Subnet'), subnet, lookup)).toEqual({ problem, waitsFor })
  })

  test('some take what was observed instead of the name', () => {
    const nat = managed('NATGateway', 'n', { spec: { forProvider: { allocationIdRef: { name: 'e' }, subnetId: 's' } } })
    expect(resolveReferences(kindOf('NATGateway'), nat, lookup)).toEqual({
      spec: { forProvider: { allocationId: 'eipalloc-1' }, initProvider: {} },
    })
  })
})

describe('references within blocks and lists of them', () => {
  const cluster: Kind = {
    ...kindOf('Subnet'),
    references: [
      { argument: 'vpcConfig.subnetIds', to: 'VPC', value: 'name', list: true },
      { argument: 'network.id', to: 'VPC', value: 'name' },
      { argument: 'mapping.vpcId', to: 'VPC', value: 'name' },
    ],
  }
  const resolve = (forProvider: Attributes) =>
    resolveReferences(cluster, managed('Subnet', 's', { spec: { forProvider } }), lookup)

  test.each([
    {
      why: 'a list by names, in their order',
      given: { vpcConfig: { subnetIdRefs: [{ name: 'b' }, { name: 'a' }], public: true } },
      gives: { vpcConfig: { subnetIds: ['vpc-of-b', 'vpc-of-a'] } },
    },
    {
      why: 'a list by labels, and the choice is written down',
      given: { vpcConfig: { subnetIdSelector: { matchLabels: { net: 'one' } } } },
      gives: { vpcConfig: { subnetIds: ['vpc-of-a', 'vpc-of-b'], subnetIdRefs: [{ name: 'a' }, { name: 'b' }] } },
    },
    {
      why: 'a list that is there stays',
      given: { vpcConfig: { subnetIds: ['x'], subnetIdRefs: [{ name: 'a' }] } },
      gives: {},
    },
    {
      why: 'a list that is resolved always follows',
      given: { vpcConfig: { subnetIds: ['x'], subnetIdRefs: [{ name: 'a', policy: { resolve: 'Always' } }] } },
      gives: { vpcConfig: { subnetIds: ['vpc-of-a'] } },
    },
    { why: 'a block without the reference', given: { vpcConfig: { public: true } }, gives: {} },
    { why: 'one within a block', given: { network: { idRef: { name: 'a' } } }, gives: { network: { id: 'vpc-of-a' } } },
    {
      why: 'one in each block of a list: a patch holds the whole list',
      given: { mapping: [{ vpcIdRef: { name: 'a' } }, { vpcId: 'x', n: 1 }] },
      gives: {
        mapping: [
          { vpcIdRef: { name: 'a' }, vpcId: 'vpc-of-a' },
          { vpcId: 'x', n: 1 },
        ],
      },
    },
  ])('$why', ({ given, gives }) => {
    expect(resolve(given)).toEqual({ spec: { forProvider: gives, initProvider: {} } })
  })

  test('one of a list that is not ready holds up all, by name', () => {
    expect(resolve({ vpcConfig: { subnetIdRefs: [{ name: 'a' }, { name: 'unborn' }] } })).toEqual({
      problem:
        'cannot resolve references: mg.Spec.ForProvider.VPCConfig.SubnetIds: referenced field was empty (referenced resource may not yet be ready)',
      waitsFor: { kind: 'VPC', name: 'unborn' },
    })
  })

  test('a cluster that is not active yet has no name for its node groups', () => {
    const group: Kind = { ...cluster, references: [{ argument: 'vpcId', to: 'VPC', value: 'nameIfActive' }] }
    const s = managed('Subnet', 's', { spec: { forProvider: { vpcIdRef: { name: 'a' } } } })
    const active: Lookup = {
      ...lookup,
      get: (...of) => {
        const found = lookup.get(...of)
        return found && { ...found, status: { atProvider: { status: 'ACTIVE' } } }
      },
    }
    expect(resolveReferences(group, s, lookup)).toMatchObject({ waitsFor: { kind: 'VPC', name: 'a' } })
    expect(resolveReferences(group, s, active)).toMatchObject({ spec: { forProvider: { vpcId: 'vpc-of-a' } } })
  })
})
