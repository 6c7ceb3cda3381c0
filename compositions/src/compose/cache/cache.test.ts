import { platformCacheStatus } from '@taskplatform/crds/layers/cache'
import { describe, expect, test } from 'vitest'
import { documentIn, givenAccount, kept, plainCache, productionCache, ticketTopic } from '../../../test/data.ts'
import { losses, mishaps } from '../../../test/losses.ts'
import { settled } from '../../../test/observed.ts'
import { roundsOf } from '../../assumed/settle.ts'
import type { Composition } from '../../composition.ts'
import { composeCache } from './cache.ts'

const production = settled(productionCache())

const keysOf = ({ resources }: Pick<Composition, 'resources'>) => Object.keys(resources)

const asked = ({ resources }: Pick<Composition, 'resources'>, key = 'replication-group') =>
  resources[key]?.resource.spec.forProvider

const everything = [
  'key',
  'security-group',
  'security-group-rule-cluster',
  'subnet-group',
  'parameter-group-redis7',
  'log-group-slow-log',
  'log-group-engine-log',
  'replication-group',
]

describe('what a cache is made of', () => {
  test.each([
    { why: 'Production: all of it', composite: productionCache(), keys: everything },
    {
      why: 'by itself: a key, its groups, the nodes',
      composite: plainCache(),
      keys: ['key', 'security-group', 'subnet-group', 'parameter-group-redis7', 'replication-group'],
    },
    {
      why: 'without a key of its own',
      composite: plainCache({ customKey: false }),
      keys: ['security-group', 'subnet-group', 'parameter-group-redis7', 'replication-group'],
    },
  ])('$why', ({ composite, keys }) => {
    const { composition } = settled(composite)
    expect(keysOf(composition)).toEqual(keys)
    expect(composition.ready).toBe(true)
  })

  test('the replication group comes last, and the condition says what it waits for', () => {
    const { resources, conditions } = composeCache(productionCache(), {})
    expect(Object.keys(resources)).toEqual(everything.slice(0, -1))
    expect(conditions[0]?.message).toMatch(/^Waiting for Key /)
  })
})

describe('engine, version and parameter family go together', () => {
  test.each([
    { engine: 'Redis', engineVersion: '7.0', family: 'redis7' },
    { engine: 'Redis', engineVersion: '7.1', family: 'redis7' },
    { engine: 'Valkey', engineVersion: '7.2', family: 'valkey7' },
    { engine: 'Valkey', engineVersion: '8.0', family: 'valkey8' },
    { engine: 'Valkey', engineVersion: '8.1', family: 'valkey8' },
    { engine: 'Valkey', engineVersion: '8.2', family: 'valkey8' },
  ] as const)('$engine $engineVersion: $family', ({ engine, engineVersion, family }) => {
    const { composition } = settled(plainCache({ engine, engineVersion }))
    const group = asked(composition, `parameter-group-${family}`)
    expect(group).toMatchObject({ family })
    expect(asked(composition)).toMatchObject({
      engine: engine.toLowerCase(),
      engineVersion,
      parameterGroupName: group?.['name'],
    })
  })

  test('from Valkey 7.2 to 8.1 the group of the new family comes first, and the old one goes last', () => {
    const before = settled(productionCache({ engine: 'Valkey', engineVersion: '7.2' })).observed
    const wanted = productionCache({ engine: 'Valkey', engineVersion: '8.1' })
    const first = composeCache(wanted, before)
    expect(asked(first)).toMatchObject({ engineVersion: '7.2' })
    expect(keysOf(first)).toEqual(expect.arrayContaining(['parameter-group-valkey7', 'parameter-group-valkey8']))
    const { composition } = settled(wanted, before)
    expect(asked(composition)).toMatchObject({ engineVersion: '8.1', applyImmediately: false })
    const moves = roundsOf(wanted, before).map(({ composition }) => asked(composition)?.['applyImmediately'])
    expect(moves.filter((now) => now === true)).toHaveLength(1)
    expect(keysOf(composition)).not.toContain('parameter-group-valkey7')
  })
})

describe('what every replication group has', () => {
  test('encryption everywhere, a token that the provider makes and changes gently', () =>
    expect(asked(settled(plainCache()).composition)).toMatchObject({
      atRestEncryptionEnabled: 'true',
      autoMinorVersionUpgrade: 'true',
      transitEncryptionEnabled: true,
      transitEncryptionMode: 'required',
      autoGenerateAuthToken: true,
      authTokenSecretRef: { name: 'tasks-cache-auth-token', key: 'auth-token' },
      authTokenUpdateStrategy: 'ROTATE',
      kmsKeyId: expect.stringMatching(/^arn:aws:kms:/),
      port: 6379,
    }))

  test('the key that it was made with, even if the status of the key is lost', () => {
    const { key, ...rest } = production.observed
    const forgetful = composeCache(productionCache(), { ...rest, ...(key ? { key: { ...key, status: {} } } : {}) })
    expect(asked(forgetful)?.['kmsKeyId']).toBe(asked(production.composition)?.['kmsKeyId'])
  })

  test.each([
    { why: 'one node cannot fail over', spec: { nodes: 1 }, failover: false, multiAz: false },
    { why: 'two can', spec: { nodes: 2 }, failover: true, multiAz: false },
    { why: 'over zones if wanted', spec: { nodes: 3, multiAz: true }, failover: true, multiAz: true },
  ])('$why', ({ spec, failover, multiAz }) =>
    expect(asked(settled(plainCache(spec)).composition)).toMatchObject({
      numCacheClusters: spec.nodes,
      automaticFailoverEnabled: failover,
      multiAzEnabled: multiAz,
    }),
  )

  test('events go to the topic, if there is one', () => {
    expect(asked(production.composition)).toMatchObject({ notificationTopicArn: ticketTopic })
    expect(asked(settled(plainCache()).composition)).not.toHaveProperty('notificationTopicArn')
  })
})

describe('logs', () => {
  const delivered = (composition: Composition) => {
    const { logDeliveryConfiguration } = asked(composition) as {
      logDeliveryConfiguration: { logType: string; destination: string }[]
    }
    return logDeliveryConfiguration.map(({ logType, destination }) => [logType, destination])
  }

  test('both go to log groups that stand before them, with an end to retention', () => {
    const names = ['slow-log', 'engine-log'].map((log) => [
      log,
      `/aws/vendedlogs/elasticache/tp-team-tasks-tasks-0a1b2c3d/${log}`,
    ])
    expect(delivered(production.composition)).toEqual(names)
    for (const [log, name] of names) {
      const { metadata, spec } = production.composition.resources[`log-group-${log}`]?.resource ?? {}
      expect(metadata?.annotations?.['crossplane.io/external-name']).toBe(name)
      expect(spec?.forProvider).toMatchObject({ retentionInDays: 30, kmsKeyIdRef: { name: 'tasks-cache-key' } })
    }
  })

  test('turned on later, a log is delivered when its group is there; turned off, what was logged stays', () => {
    const quiet = settled(productionCache({ logDelivery: false })).observed
    expect(delivered(composeCache(productionCache(), quiet))).toEqual([])
    expect(delivered(settled(productionCache(), quiet).composition)).toHaveLength(2)
    const off = settled(productionCache({ logDelivery: false }), production.observed).composition
    expect(delivered(off)).toEqual([])
    expect(keysOf(off)).toContain('log-group-slow-log')
  })
})

describe('who may connect', () => {
  const rules = ({ resources }: Composition) =>
    Object.values(resources).filter(({ resource }) => /Rule$/.test(resource.kind))

  test('the port from the security group of the cluster, and nothing else', () =>
    expect(rules(production.composition).map(({ resource }) => resource.spec.forProvider)).toEqual([
      expect.objectContaining({ referencedSecurityGroupId: 'sg-0c1', ipProtocol: 'tcp', fromPort: 6379, toPort: 6379 }),
    ]))

  test('nobody, before the cluster is there or when it is about to go', () =>
    expect(rules(composeCache(productionCache({ clusterSecurityGroupId: undefined }), production.observed))).toEqual(
      [],
    ))
})

describe.each(mishaps)('nothing is lost when something $why', (mishap) => {
  test.each([
    { which: 'Production', composite: productionCache() },
    { which: 'one by itself', composite: plainCache({ logDelivery: true }) },
    { which: 'one without a key', composite: productionCache({ customKey: false }) },
  ])('at every step of $which', ({ composite }) => {
    for (const { observed } of roundsOf(composite)) expect(losses(composite, observed, mishap)).toEqual([])
  })
})

describe('what stays in AWS when the cache is deleted', () => {
  test.each([
    {
      dataPolicy: 'Retain',
      stays: ['key', 'parameter-group-redis7', 'replication-group', 'security-group', 'subnet-group'],
    },
    { dataPolicy: 'Snapshot', stays: ['key'] },
    { dataPolicy: 'Delete', stays: [] },
  ] as const)('$dataPolicy: $stays', ({ dataPolicy, stays }) =>
    expect(kept(settled(productionCache({ dataPolicy })).composition)).toEqual(stays),
  )

  test.each([
    { dataPolicy: 'Snapshot', name: 'tp-team-tasks-tasks-0a1b2c3d-final' },
    { dataPolicy: 'Delete', name: undefined },
  ] as const)('$dataPolicy: the last snapshot is $name', ({ dataPolicy, name }) =>
    expect(asked(settled(productionCache({ dataPolicy })).composition)?.['finalSnapshotIdentifier']).toBe(name),
  )
})

test('the key serves ElastiCache and both logs, and nothing else', () => {
  const [, services, logs, ...others] = documentIn(production.composition, 'key').Statement
  expect(services).toMatchObject({
    Condition: { StringEquals: { 'kms:ViaService': ['elasticache.ap-northeast-1.amazonaws.com'] } },
  })
  expect(JSON.stringify(logs)).toContain(`${givenAccount}:log-group:/aws/vendedlogs/elasticache/`)
  expect(others).toEqual([])
})

test('the status keeps the contract, and says where the token is, but not what it is', () => {
  const { status } = composeCache(productionCache(), production.observed)
  expect(platformCacheStatus.parse(status)).toEqual(status)
  expect(status).toMatchObject({
    accountId: givenAccount,
    replicationGroupId: 'tp-team-tasks-tasks-0a1b2c3d',
    primaryEndpoint: expect.stringContaining('.cache.amazonaws.com'),
    port: 6379,
    authTokenSecretRef: { name: 'tasks-cache-auth-token', key: 'auth-token' },
    engineVersion: expect.stringMatching(/^7\.1/),
  })
  expect(status.memberClusters).toHaveLength(3)
})

test('nothing is said that AWS has not said', () =>
  expect(composeCache(plainCache(), {}).status).toEqual({
    resources: { ready: false, reason: 'Creating', message: expect.stringMatching(/^Waiting for /) },
    externalNames: {},
  }))

test('identifiers are short enough for ElastiCache, and never meet where namespace and name run together', () => {
  const named = (namespace: string, name: string) =>
    settled(plainCache({}, { namespace, name })).composition.status['replicationGroupId'] as string
  expect(named('a-b', 'c')).not.toBe(named('a', 'b-c'))
  expect(named('n'.repeat(63), 'p'.repeat(63)).length).toBeLessThanOrEqual(40)
})
