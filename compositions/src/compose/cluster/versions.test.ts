import type { KubernetesVersion } from '@taskplatform/crds/releases'
import { expect, test } from 'vitest'
import type { ManagedResource } from '../../managed-resource.ts'
import { versionsOf } from './versions.ts'

const cluster = (asked: string, reported?: string): ManagedResource => ({
  apiVersion: 'eks.aws.m.upbound.io/v1beta1',
  kind: 'Cluster',
  metadata: { name: 'tasks-cluster-cluster' },
  spec: { forProvider: { version: asked } },
  status: { atProvider: reported ? { version: reported } : {} },
})

const cases: readonly { why: string; wanted: KubernetesVersion; given: ManagedResource | undefined; is: object }[] = [
  {
    why: 'a new cluster begins with the version of the spec',
    wanted: '1.36',
    given: undefined,
    is: { asked: '1.36', running: '1.36' },
  },
  {
    why: 'the next minor version is asked for; what runs is what EKS says',
    wanted: '1.36',
    given: cluster('1.35', '1.35'),
    is: { asked: '1.36', running: '1.35' },
  },
  {
    why: 'it stays asked for while EKS is at it',
    wanted: '1.36',
    given: cluster('1.36', '1.35'),
    is: { asked: '1.36', running: '1.35' },
  },
  {
    why: 'two at once are never sent, and the reader is told the step to take',
    wanted: '1.36',
    given: cluster('1.34', '1.34'),
    is: {
      asked: '1.34',
      running: '1.34',
      refused: 'version 1.35 in the spec: EKS does not go from 1.34 to 1.36 at once',
    },
  },
  {
    why: 'what EKS raised by itself is not sent back down',
    wanted: '1.34',
    given: cluster('1.34', '1.35'),
    is: { asked: '1.35', running: '1.35' },
  },
  {
    why: 'a lost status forgets nothing: what was asked for last counts',
    wanted: '1.36',
    given: cluster('1.35'),
    is: { asked: '1.36', running: '1.35' },
  },
]

test.each(cases)('$why', ({ wanted, given, is }) => expect(versionsOf(wanted, given)).toEqual(is))
