import { describe, expect, test } from 'vitest'
import { kindOf } from '../test/test-account.ts'
import type { Managed } from './managed.ts'
import { type Lookup, resolveReferences } from './references.ts'

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
