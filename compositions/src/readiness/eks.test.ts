import { expect, test } from 'vitest'
import { ready } from '../../test/observed.ts'
import type { ManagedResource } from '../managed-resource.ts'
import type { KindName } from '../observed.ts'
import { type Readiness, readinessOf } from './readiness.ts'

const resource = (kind: KindName, forProvider: object, atProvider: object): ManagedResource => {
  const one = ready({
    apiVersion: 'eks.aws.m.upbound.io/v1beta1',
    kind: kind.split('/')[1] ?? '',
    metadata: { name: 'it', namespace: 'team-tasks' },
    spec: { forProvider: { ...forProvider } },
  })
  return { ...one, status: { ...one.status, atProvider: { ...atProvider } } }
}

const sizes = { minSize: 1, maxSize: 3, desiredSize: 2 }

test.each<{ why: string; kind: KindName; asked?: object; reported: object; is: Readiness }>([
  { why: 'an active cluster is ready', kind: 'eks/Cluster', reported: { status: 'ACTIVE' }, is: { state: 'ready' } },
  {
    why: 'one that EKS is changing is not',
    kind: 'eks/Cluster',
    reported: { status: 'UPDATING' },
    is: { state: 'waiting', why: 'is UPDATING' },
  },
  {
    why: 'a failed one is a failure',
    kind: 'eks/Cluster',
    reported: { status: 'FAILED' },
    is: { state: 'failed', why: 'AWS reports the status FAILED' },
  },
  {
    why: 'one that has the old version still is being upgraded',
    kind: 'eks/Cluster',
    asked: { version: '1.36' },
    reported: { status: 'ACTIVE', version: '1.35' },
    is: { state: 'waiting', why: 'is being upgraded from 1.35 to 1.36' },
  },
  {
    why: 'an active node group is ready, however many nodes the autoscaler wants',
    kind: 'eks/NodeGroup',
    asked: { version: '1.36', scalingConfig: sizes },
    reported: { status: 'ACTIVE', version: '1.36', scalingConfig: { ...sizes, desiredSize: 3 } },
    is: { state: 'ready' },
  },
  {
    why: 'a node group is Ready before EKS says so',
    kind: 'eks/NodeGroup',
    reported: { status: 'CREATING' },
    is: { state: 'waiting', why: 'is CREATING' },
  },
  {
    why: 'and before EKS says anything',
    kind: 'eks/NodeGroup',
    reported: {},
    is: { state: 'waiting', why: 'is being made' },
  },
  {
    why: 'one that is not well is a failure',
    kind: 'eks/NodeGroup',
    reported: { status: 'DEGRADED' },
    is: { state: 'failed', why: 'AWS reports the status DEGRADED; the console tells what is wrong with it' },
  },
  {
    why: 'one with nodes of the old version replaces them',
    kind: 'eks/NodeGroup',
    asked: { version: '1.36' },
    reported: { status: 'ACTIVE', version: '1.35' },
    is: { state: 'waiting', why: 'is replacing its nodes' },
  },
  {
    why: 'so does one with nodes of the old launch template',
    kind: 'eks/NodeGroup',
    asked: { launchTemplate: { version: '2' } },
    reported: { status: 'ACTIVE', launchTemplate: { version: '1' } },
    is: { state: 'waiting', why: 'is replacing its nodes' },
  },
  {
    why: 'one with another least is being resized',
    kind: 'eks/NodeGroup',
    asked: { scalingConfig: { ...sizes, minSize: 2 } },
    reported: { status: 'ACTIVE', scalingConfig: sizes },
    is: { state: 'waiting', why: 'is being resized' },
  },
  {
    why: 'so is one with another most',
    kind: 'eks/NodeGroup',
    asked: { scalingConfig: { ...sizes, maxSize: 5 } },
    reported: { status: 'ACTIVE', scalingConfig: sizes },
    is: { state: 'waiting', why: 'is being resized' },
  },
  {
    why: 'an add-on with the version that was asked for is ready',
    kind: 'eks/Addon',
    asked: { addonVersion: 'v2' },
    reported: { addonVersion: 'v2' },
    is: { state: 'ready' },
  },
  {
    why: 'one with the version before is being moved',
    kind: 'eks/Addon',
    asked: { addonVersion: 'v2' },
    reported: { addonVersion: 'v1' },
    is: { state: 'waiting', why: 'is being moved from v1 to v2' },
  },
])('$why', ({ kind, asked = {}, reported, is }) =>
  expect(readinessOf(kind, resource(kind, asked, reported))).toEqual(is),
)
