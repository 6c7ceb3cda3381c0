import type { KubernetesVersion } from '@taskplatform/crds/releases'
import { expect, test } from 'vitest'
import type { ManagedResource } from '../../managed-resource.ts'
import { versionsOf } from './versions.ts'

const cluster = (asked: string, reported: object = {}): ManagedResource => ({
  apiVersion: 'eks.aws.m.upbound.io/v1beta1',
  kind: 'Cluster',
  metadata: { name: 'tasks-cluster-cluster' },
  spec: { forProvider: { version: asked } },
  status: { atProvider: { ...reported } },
})
const active = (version: string) => ({ status: 'ACTIVE', version })

const cases: readonly { why: string; wanted: KubernetesVersion; given: ManagedResource | undefined; is: object }[] = [
  {
    why: 'a new cluster begins with the version of the spec',
    wanted: '1.36',
    given: undefined,
    is: { asked: '1.36', running: '1.36', nodes: '1.36', addons: '1.36', isMoving: false },
  },
  {
    why: 'the next minor version is asked for; what runs is what EKS says',
    wanted: '1.36',
    given: cluster('1.35', active('1.35')),
    is: { asked: '1.36', running: '1.35', nodes: '1.35', addons: '1.35', isMoving: true },
  },
  {
    why: 'it stays asked for while EKS is at it',
    wanted: '1.36',
    given: cluster('1.36', { status: 'UPDATING', version: '1.35' }),
    is: { asked: '1.36', running: '1.35', nodes: '1.35', addons: '1.35', isMoving: true },
  },
  {
    why: 'EKS is not done before it says so, whatever version it tells',
    wanted: '1.36',
    given: cluster('1.36', { status: 'UPDATING', version: '1.36' }),
    is: { asked: '1.36', running: '1.36', nodes: '1.36', addons: '1.36', isMoving: true },
  },
  {
    why: 'then add-ons and nodes may follow',
    wanted: '1.36',
    given: cluster('1.36', active('1.36')),
    is: { asked: '1.36', running: '1.36', nodes: '1.36', addons: '1.36', isMoving: false },
  },
  {
    why: 'two at once are never sent, and the reader is told the step to take',
    wanted: '1.36',
    given: cluster('1.34', active('1.34')),
    is: {
      asked: '1.34',
      running: '1.34',
      nodes: '1.34',
      addons: '1.34',
      isMoving: false,
      refused: 'version 1.35 in the spec: EKS does not go from 1.34 to 1.36 at once',
    },
  },
  {
    why: 'what EKS raised by itself is not sent back down, and nobody follows unasked',
    wanted: '1.34',
    given: cluster('1.34', active('1.35')),
    is: { asked: '1.35', running: '1.35', nodes: '1.34', addons: '1.34', isMoving: false },
  },
  {
    why: 'a lost status forgets nothing: what was asked for last counts, and nobody follows',
    wanted: '1.36',
    given: cluster('1.36'),
    is: { asked: '1.36', running: '1.36', nodes: '1.36', addons: '1.36', isMoving: true },
  },
]

test.each(cases)('$why', ({ wanted, given, is }) =>
  expect(versionsOf({ version: wanted, oldestNodes: undefined }, given)).toEqual(is),
)

test('followers go no further than they are let', () =>
  expect(
    versionsOf(
      { version: '1.36', holdNodesAt: '1.35', holdAddonsAt: '1.34', oldestNodes: '1.34' },
      cluster('1.36', active('1.36')),
    ),
  ).toEqual({ asked: '1.36', running: '1.36', nodes: '1.35', addons: '1.34', isMoving: false }))
