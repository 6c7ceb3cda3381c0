import { describe, expect, test } from 'vitest'
import { documentIn, givenAccount, kept, plainDatabase, productionDatabase, ticketTopic } from '../../../test/data.ts'
import { losses, mishaps } from '../../../test/losses.ts'
import { account, settled } from '../../../test/observed.ts'
import { roundsOf } from '../../assumed/settle.ts'
import type { Composition } from '../../composition.ts'
import { composeDatabase } from './database.ts'

const production = settled(productionDatabase())
const plain = settled(plainDatabase())

const keysOf = ({ resources }: Pick<Composition, 'resources'>) => Object.keys(resources)

const forProvider = ({ resources }: Pick<Composition, 'resources'>, key: string) =>
  resources[key]?.resource.spec.forProvider

const everything = [
  'key',
  'security-group',
  'security-group-rule-cluster',
  'subnet-group',
  'parameter-group-postgres17',
  'log-group-postgresql',
  'log-group-upgrade',
  'monitoring-role',
  'monitoring-role-policy',
  'instance',
  'event-subscription',
]

describe('what a database is made of', () => {
  test.each([
    { why: 'Production: all of it', composite: productionDatabase(), keys: everything },
    {
      why: 'by itself: a key, its groups, its log, the instance',
      composite: plainDatabase(),
      keys: ['key', 'security-group', 'subnet-group', 'parameter-group-postgres17', 'log-group-postgresql', 'instance'],
    },
    {
      why: 'without a key of its own and without logs, what a database cannot do without',
      composite: plainDatabase({ customKey: false, logExports: [] }),
      keys: ['security-group', 'subnet-group', 'parameter-group-postgres17', 'instance'],
    },
  ])('$why', ({ composite, keys }) => {
    const { composition } = settled(composite)
    expect(keysOf(composition)).toEqual(keys)
    expect(composition.ready).toBe(true)
  })

  test('in the largest form, with an upgrade on the way, it stays far under 50 resources', () => {
    const { observed } = settled(productionDatabase({ engineVersion: '16' }))
    expect(keysOf(composeDatabase(productionDatabase(), observed)).length).toBe(everything.length + 2)
  })
})

describe('in which order', () => {
  const rounds = roundsOf(productionDatabase()).map(({ composition }) => keysOf(composition))

  test('first what an instance stands on, then the instance, then the subscription to its events', () =>
    expect(rounds[0]).toEqual(
      everything.filter((key) => !['monitoring-role-policy', 'instance', 'event-subscription'].includes(key)),
    ))

  test.each([
    { why: 'the instance', key: 'instance' },
    { why: 'the subscription', key: 'event-subscription' },
  ])('$why comes last', ({ key }) => expect(rounds.find((keys) => keys.includes(key))?.at(-1)).toBe(key))

  test('until then the condition says what is awaited', () => {
    const [first] = roundsOf(plainDatabase())
    expect(first?.composition.ready).toBe(false)
    expect(composeDatabase(productionDatabase(), {}).conditions[0]?.message).toMatch(/^Waiting for Key /)
  })

  test('without an account the layer learns it from what it makes first', () => {
    const steps = roundsOf(plainDatabase())
    expect(forProvider(steps[0]?.composition as Composition, 'key')).not.toHaveProperty('policy')
    expect(keysOf(steps[0]?.composition as Composition)).not.toContain('log-group-postgresql')
    expect(documentIn(plain.composition, 'key').Statement[0]).toMatchObject({
      Principal: { AWS: `arn:aws:iam::${account}:root` },
    })
  })

  test('log groups wait until the policy of the key lets CloudWatch Logs use it', () => {
    const [, second] = roundsOf(plainDatabase())
    expect(forProvider(second?.composition as Composition, 'key')).toHaveProperty('policy')
    expect(keysOf(second?.composition as Composition)).not.toContain('log-group-postgresql')
  })
})

describe.each(mishaps)('nothing is lost when something $why', (mishap) => {
  const composites = [
    { which: 'Production', composite: productionDatabase() },
    { which: 'one by itself', composite: plainDatabase() },
    { which: 'one without a key', composite: productionDatabase({ customKey: false }) },
  ]
  test.each(composites)('at every step of $which', ({ composite }) => {
    for (const { observed } of roundsOf(composite)) expect(losses(composite, observed, mishap)).toEqual([])
  })

  test('at every step of an upgrade, but the old parameter group at its end', () => {
    const { observed } = settled(productionDatabase({ engineVersion: '16' }))
    const rounds = roundsOf(productionDatabase(), observed)
    for (const { composition, observed } of rounds)
      expect(
        losses(productionDatabase(), observed, mishap).filter((loss) => keyOf(loss) in composition.resources),
      ).toEqual([])
  })
})

const keyOf = (loss: string) => loss.split(' ')[0] ?? ''

describe('who may connect', () => {
  const rules = ({ resources }: Composition) =>
    Object.values(resources).filter(({ resource }) => /Rule$/.test(resource.kind))

  test('PostgreSQL from the security group of the cluster, and nothing else', () =>
    expect(rules(production.composition).map(({ resource }) => resource.spec.forProvider)).toEqual([
      expect.objectContaining({ referencedSecurityGroupId: 'sg-0c1', ipProtocol: 'tcp', fromPort: 5432, toPort: 5432 }),
    ]))

  test('nobody, before the cluster is there or when it is about to go', () => {
    const detached = productionDatabase({ clusterSecurityGroupId: undefined })
    expect(rules(settled(detached).composition)).toEqual([])
    expect(rules(composeDatabase(detached, production.observed))).toEqual([])
    expect(composeDatabase(detached, production.observed).resources['instance']).toBeDefined()
  })

  test('the instance is in no public place', () =>
    expect(forProvider(production.composition, 'instance')).toMatchObject({
      publiclyAccessible: false,
      port: 5432,
      dbSubnetGroupNameRef: { name: 'tasks-database-subnet-group' },
    }))
})

describe('policies', () => {
  test('only this instance takes the monitoring role', () =>
    expect(documentIn(production.composition, 'monitoring-role', 'assumeRolePolicy').Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'monitoring.rds.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: {
            'aws:SourceAccount': givenAccount,
            'aws:SourceArn': `arn:aws:rds:ap-northeast-1:${givenAccount}:db:tp-team-tasks-tasks-0a1b2c3d`,
          },
        },
      },
    ]))

  test('the key serves RDS, the secret of the master password and both logs, whichever is on', () => {
    const [, services, logs] = documentIn(settled(productionDatabase({ logExports: [] })).composition, 'key').Statement
    expect(services).toMatchObject({
      Condition: {
        StringEquals: {
          'kms:ViaService': ['rds.ap-northeast-1.amazonaws.com', 'secretsmanager.ap-northeast-1.amazonaws.com'],
        },
      },
    })
    expect(JSON.stringify(logs)).toContain('log-group:/aws/rds/instance/tp-team-tasks-tasks-0a1b2c3d/postgresql')
    expect(JSON.stringify(logs)).toContain('log-group:/aws/rds/instance/tp-team-tasks-tasks-0a1b2c3d/upgrade')
  })
})

describe('what stays in AWS when the database is deleted', () => {
  test.each([
    {
      dataPolicy: 'Retain',
      stays: ['instance', 'key', 'parameter-group-postgres17', 'security-group', 'subnet-group'],
    },
    { dataPolicy: 'Snapshot', stays: ['key'] },
    { dataPolicy: 'Delete', stays: [] },
  ] as const)('$dataPolicy: $stays', ({ dataPolicy, stays }) =>
    expect(kept(settled(productionDatabase({ dataPolicy })).composition)).toEqual(stays),
  )
})

test('the subscription tells what happens to this instance', () =>
  expect(forProvider(production.composition, 'event-subscription')).toMatchObject({
    snsTopic: ticketTopic,
    sourceType: 'db-instance',
    sourceIds: ['tp-team-tasks-tasks-0a1b2c3d'],
    eventCategories: expect.arrayContaining(['failure', 'maintenance', 'configuration change', 'availability']),
  }))

test.each([
  { why: 'RDS', keys: ['subnet-group', 'parameter-group-postgres17', 'log-group-postgresql', 'monitoring-role'] },
])('names in $why never meet, also where namespace and name run together', ({ keys }) => {
  const one = settled(productionDatabase({ identifier: undefined }, { namespace: 'a-b', name: 'c' })).composition
  const other = settled(productionDatabase({ identifier: undefined }, { namespace: 'a', name: 'b-c' })).composition
  const named = ({ resources }: Composition, key: string) =>
    resources[key]?.resource.metadata.annotations?.['crossplane.io/external-name']
  for (const key of keys) {
    expect(named(one, key)).toBeDefined()
    expect(named(one, key)).not.toBe(named(other, key))
  }
  expect(forProvider(one, 'instance')?.['identifier']).not.toBe(forProvider(other, 'instance')?.['identifier'])
})
