import { describe, expect, test } from 'vitest'
import { ready, withCondition } from '../../../test/observed.ts'
import type { ManagedResource } from '../../managed-resource.ts'
import type { Observed } from '../../observed.ts'
import { parameterGroupKey, upgradeOf } from './upgrade.ts'

const group = (family: string): ManagedResource =>
  ready({
    apiVersion: 'rds.aws.m.upbound.io/v1beta1',
    kind: 'ParameterGroup',
    metadata: { name: `tasks-database-${family}`, namespace: 'team-tasks' },
    spec: { forProvider: { region: 'ap-northeast-1', family } },
  })

const notReady = (family: string) => withCondition(group(family), 'Ready', 'False', { reason: 'Creating' })

const groups = (...all: readonly (readonly [string, ManagedResource])[]): Observed =>
  Object.fromEntries(all.map(([family, resource]) => [parameterGroupKey(family), resource]))

const from16to17 = (given: Readonly<{ observed?: Observed; asked?: string | undefined; hasMoved?: boolean }>) =>
  upgradeOf({
    observed: {},
    asked: undefined,
    hasMoved: false,
    ...given,
    kind: 'rds/ParameterGroup',
    wanted: '17',
    familyOf: (version) => `postgres${version}`,
  })

describe('an upgrade from 16 to 17', () => {
  test.each([
    {
      why: 'a new store begins with what is wanted',
      given: {},
      is: { version: '17', family: 'postgres17', families: ['postgres17'] },
    },
    {
      why: 'the new group comes first; the store stays',
      given: { asked: '16', observed: groups(['postgres16', group('postgres16')]) },
      is: { version: '16', family: 'postgres16', families: ['postgres17', 'postgres16'] },
    },
    {
      why: 'as long as the new group is not ready, so does the store',
      given: {
        asked: '16',
        observed: groups(['postgres16', group('postgres16')], ['postgres17', notReady('postgres17')]),
      },
      is: { version: '16', family: 'postgres16', families: ['postgres17', 'postgres16'] },
    },
    {
      why: 'then the store is asked to move, and keeps the old group until it has',
      given: {
        asked: '16',
        observed: groups(['postgres16', group('postgres16')], ['postgres17', group('postgres17')]),
      },
      is: { version: '17', family: 'postgres17', families: ['postgres17', 'postgres16'] },
    },
    {
      why: 'a store that is moving does not turn round when the new group stops being ready',
      given: {
        asked: '17',
        observed: groups(['postgres16', group('postgres16')], ['postgres17', notReady('postgres17')]),
      },
      is: { version: '17', family: 'postgres17', families: ['postgres17', 'postgres16'] },
    },
    {
      why: 'when AWS says that it has moved, the old group goes',
      given: {
        asked: '17',
        hasMoved: true,
        observed: groups(['postgres16', group('postgres16')], ['postgres17', group('postgres17')]),
      },
      is: { version: '17', family: 'postgres17', families: ['postgres17'] },
    },
  ])('$why', ({ given, is }) => expect(from16to17(given)).toEqual(is))
})
