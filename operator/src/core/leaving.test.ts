import { expect, test } from 'vitest'
import { composite } from '../../test/builders/composite.ts'
import { cluster } from './layers/cluster.ts'
import { network } from './layers/network.ts'
import { type Leaving, leavingKinds, leavingText } from './leaving.ts'

const resource = (name: string, refusal?: string): Leaving => ({ kind: 'Subnet', name, refusal })

test.each([
  { why: 'one thing', leaving: [resource('a')], text: 'Subnet a' },
  {
    why: 'a refusal before what only takes its time',
    leaving: [resource('a'), resource('b', 'DependencyViolation: in use')],
    text: 'Subnet b (DependencyViolation: in use. Likely cause: something else still uses it. What helps: wait until that is gone; if it is nothing of this platform, delete it), Subnet a',
  },
  {
    why: 'three of many, without a count that would change with each',
    leaving: ['a', 'b', 'c', 'd'].map((name) => resource(name)),
    text: 'Subnet a, Subnet b, Subnet c and others',
  },
])('names $why', ({ leaving, text }) => expect(leavingText(leaving)).toBe(text))

const holding = {
  crossplane: {
    resourceRefs: [
      { apiVersion: 'ec2.aws.m.upbound.io/v1beta1', kind: 'VPC', name: 'tasks-network-vpc' },
      { apiVersion: 'ec2.aws.m.upbound.io/v1beta1', kind: 'Subnet', name: 'tasks-network-subnet' },
      { apiVersion: 'example.com/v1', kind: 'Subnet', name: 'of somebody else' },
    ],
  },
}
const deleted = { deletionTimestamp: '2026-11-24T09:31:00Z' }

test.each([
  { why: 'a composite that stands, and lets nothing go', layer: network, metadata: {}, kinds: [] },
  { why: 'one that lets its nodes go', layer: cluster, metadata: {}, kinds: ['NodeGroup', 'Addon'] },
  { why: 'one that is deleted: all that it holds', layer: network, metadata: deleted, kinds: ['VPC', 'Subnet'] },
])('looks for what is leaving in $why', ({ layer, metadata, kinds }) => {
  const found = leavingKinds(layer, composite('PlatformNetwork', { spec: holding, metadata }))
  expect(found.map(({ kind }) => kind)).toEqual(kinds)
})
