import { describe, expect, test } from 'vitest'
import type { Layer } from '../layer.ts'
import { keepsData, keepsKey, keptIf } from './kept.ts'
import { forLogGroups, forService, type KeyUse, kmsKey, throughServices } from './key.ts'

const layer: Layer = {
  owner: { namespace: 'team-tasks', name: 'tasks-database' },
  generation: 1,
  layer: 'database',
  platform: 'tasks',
  region: 'cn-north-1',
  providerConfigRef: { kind: 'ClusterProviderConfig', name: 'default' },
  labels: {},
  tags: {},
}

const key = (account: string | undefined, ...uses: readonly KeyUse[]) =>
  kmsKey(layer, 'key', { description: 'Data', account, uses }).resource.spec.forProvider

const statements = (...uses: readonly KeyUse[]) => JSON.parse(String(key('111122223333', ...uses).policy)).Statement

test('a key rotates, can be called back for 30 days, and says what it is for', () =>
  expect(key('111122223333')).toMatchObject({
    description: 'Data of team-tasks/tasks-database',
    enableKeyRotation: true,
    deletionWindowInDays: 30,
  }))

test('while the account is unknown the policy is left to AWS', () =>
  expect(key(undefined)).not.toHaveProperty('policy'))

describe('the key policy', () => {
  const account = 'arn:aws-cn:iam::111122223333:root'

  test('lets the account administer the key, and not decrypt with it', () => {
    const [administration] = statements()
    expect(administration.Principal).toEqual({ AWS: account })
    expect(administration.Action).toContain('kms:Put*')
    expect(administration.Action.join()).not.toMatch(/kms:\*|crypt|GenerateDataKey/)
  })

  test.each([
    {
      why: 'identities of the account use it through the named services only',
      use: throughServices('rds', 'secretsmanager'),
      principal: { AWS: account },
      condition: {
        StringEquals: { 'kms:ViaService': ['rds.cn-north-1.amazonaws.com', 'secretsmanager.cn-north-1.amazonaws.com'] },
      },
    },
    {
      why: 'CloudWatch Logs uses it for the named log groups only',
      use: forLogGroups('/a/b', '/c'),
      principal: { Service: 'logs.cn-north-1.amazonaws.com' },
      condition: {
        ArnEquals: {
          'kms:EncryptionContext:aws:logs:arn': [
            'arn:aws-cn:logs:cn-north-1:111122223333:log-group:/a/b',
            'arn:aws-cn:logs:cn-north-1:111122223333:log-group:/c',
          ],
        },
      },
    },
    {
      why: 'a service that publishes by itself does so for this account only',
      use: forService('events.rds.amazonaws.com'),
      principal: { Service: 'events.rds.amazonaws.com' },
      condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
    },
  ])('$why', ({ use, principal, condition }) =>
    expect(statements(use)[1]).toMatchObject({ Principal: principal, Condition: condition, Resource: '*' }),
  )

  test('no principal is a wildcard, and each statement has a name of its own', () => {
    const all = statements(throughServices('rds'), forLogGroups('/a'), forService('cloudwatch.amazonaws.com'))
    expect(JSON.stringify(all.map(({ Principal }: { Principal: unknown }) => Principal))).not.toContain('"*"')
    expect(all.map(({ Sid }: { Sid: string }) => Sid)).toEqual([
      'Account',
      'ThroughServices',
      'LogGroups',
      'Servicecloudwatch',
    ])
  })
})

test.each([
  { why: 'what goes with the platform is managed whole', kept: false, lateInitialize: true, policies: undefined },
  {
    why: 'what is kept is never deleted',
    kept: true,
    lateInitialize: true,
    policies: ['Observe', 'Create', 'Update', 'LateInitialize'],
  },
  {
    why: 'what AWS changes by itself is not copied into the spec',
    kept: false,
    lateInitialize: false,
    policies: ['Observe', 'Create', 'Update', 'Delete'],
  },
  { why: 'both', kept: true, lateInitialize: false, policies: ['Observe', 'Create', 'Update'] },
])('$why', ({ kept, lateInitialize, policies }) =>
  expect(keptIf(kept, { lateInitialize }).managementPolicies).toEqual(policies),
)

test.each([
  { policy: 'Retain', data: true, key: true },
  { policy: 'Snapshot', data: false, key: true },
  { policy: 'Delete', data: false, key: false },
] as const)('$policy keeps data: $data, key: $key', ({ policy, data, key }) =>
  expect([keepsData(policy), keepsKey(policy)]).toEqual([data, key]),
)
