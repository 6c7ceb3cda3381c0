import { describe, expect, test } from 'vitest'
import { isRefusal, type Refusal } from '../service/refusal.ts'
import { type TestAccount, testAccount } from '../test/test-account.ts'
import { testDataNetwork } from '../test/test-data-network.ts'

type Case = Readonly<{ why: string; call: (aws: TestAccount) => Promise<unknown>; says: string | RegExp | undefined }>

const settings = (more: object) => ({
  description: 'c',
  nodeType: 'cache.t3.small',
  subnetGroupName: 'subnets',
  ...more,
})
const cache =
  (more: object, id = 'tasks'): Case['call'] =>
  (aws) =>
    aws.ask('ReplicationGroup', settings(more), id)

const caches: Case[] = [
  { why: 'one node of Redis is fine', call: cache({}), says: undefined },
  {
    why: 'three nodes of Valkey with failover are fine',
    call: cache({
      engine: 'valkey',
      engineVersion: '8.0',
      numCacheClusters: 3,
      automaticFailoverEnabled: true,
      multiAzEnabled: true,
    }),
    says: undefined,
  },
  {
    why: 'an identifier has 40 letters at most',
    call: cache({}, 'c'.repeat(41)),
    says: /^InvalidParameterValue: The parameter ReplicationGroupIdentifier/,
  },
  {
    why: 'Redis ended with 7.1',
    call: cache({ engineVersion: '7.4' }),
    says: 'InvalidParameterCombination: Cannot find version 7.4 for redis',
  },
  {
    why: 'failover needs a second node',
    call: cache({ automaticFailoverEnabled: true }),
    says: /must be at least 2 if automatic_failover_enabled is true/,
  },
  {
    why: 'several zones need failover',
    call: cache({ multiAzEnabled: true }),
    says: /automatic_failover_enabled must be true/,
  },
  {
    why: 'the parameter family is that of engine and version',
    call: cache({ engine: 'valkey', engineVersion: '8.0', parameterGroupName: 'default.redis7' }),
    says: 'InvalidParameterCombination: Expected a parameter group of family valkey8 but found one of family redis7',
  },
  {
    why: 'a token needs TLS',
    call: cache({ authToken: 'sealed:x' }),
    says: /only supported when encryption-in-transit is enabled/,
  },
  {
    why: 'a node type must be one',
    call: cache({ nodeType: 'cache.r7g.tiny' }),
    says: 'InvalidParameterValue: The specified cache node type cache.r7g.tiny is not valid.',
  },
  {
    why: 'logs go to a group that is there',
    call: cache({ logDeliveryConfiguration: [{ destinationType: 'cloudwatch-logs', destination: '/none' }] }),
    says: 'InvalidParameterValue: The CloudWatch Logs log group /none does not exist.',
  },
  {
    why: 'a snapshot has its name alone',
    call: async (aws) => {
      const kept = settings({ finalSnapshotIdentifier: 'last' })
      await aws.remove(await aws.make('ReplicationGroup', kept, 'a'))
      return aws.remove(await aws.make('ReplicationGroup', kept, 'b'))
    },
    says: 'SnapshotAlreadyExistsFault: Snapshot with specified name already exists.',
  },
  {
    why: 'a snapshot must be there',
    call: cache({ snapshotName: 'none' }),
    says: 'SnapshotNotFoundFault: Snapshot none not found.',
  },
]

const secrets: Case[] = [
  {
    why: 'a name in its recovery window is taken',
    call: async (aws) => {
      await aws.remove(await aws.make('Secret', { name: 's' }))
      return aws.ask('Secret', { name: 's' })
    },
    says: "InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion.",
  },
  {
    why: 'without a window it is free at once',
    call: async (aws) => {
      await aws.remove(await aws.make('Secret', { name: 's', recoveryWindowInDays: 0 }))
      return aws.ask('Secret', { name: 's' })
    },
    says: undefined,
  },
  {
    why: 'and after the window',
    call: async (aws) => {
      await aws.remove(await aws.make('Secret', { name: 's', recoveryWindowInDays: 7 }))
      await aws.clock.advance(7 * 24 * 3_600_000)
      return aws.ask('Secret', { name: 's' })
    },
    says: undefined,
  },
  {
    why: 'a window is none or a week to a month',
    call: (aws) => aws.ask('Secret', { name: 's', recoveryWindowInDays: 3 }),
    says: /to be 0 or in the range \(7 - 30\)/,
  },
  {
    why: 'a value needs its secret',
    call: (aws) => aws.ask('SecretVersion', { secretId: 'arn:none', secretString: 'sealed:x' }),
    says: "ResourceNotFoundException: Secrets Manager can't find the specified secret.",
  },
  {
    why: 'a version has a value',
    call: async (aws) => aws.ask('SecretVersion', { secretId: (await aws.make('Secret', { name: 's' })).id }),
    says: 'InvalidRequestException: You must provide either SecretString or SecretBinary.',
  },
  {
    why: 'a policy for everybody is blocked',
    call: async (aws) => {
      const policy = JSON.stringify({
        Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'secretsmanager:*', Resource: '*' }],
      })
      const secret = await aws.make('Secret', { name: 's' })
      return aws.ask('SecretPolicy', { secretArn: secret.id, policy, blockPublicPolicy: true })
    },
    says: /^PublicPolicyException/,
  },
]

const repositories: Case[] = [
  { why: 'a name may have folders', call: (aws) => aws.ask('Repository', {}, 'team/api'), says: undefined },
  {
    why: 'a name has small letters',
    call: (aws) => aws.ask('Repository', {}, 'Team/Api'),
    says: /^InvalidParameterException: Invalid parameter at 'repositoryName'/,
  },
  {
    why: 'an empty one goes',
    call: async (aws) => aws.remove(await aws.make('Repository', {}, 'api')),
    says: undefined,
  },
  {
    why: 'one with images stays',
    call: async (aws) => {
      const repository = await aws.make('Repository', {}, 'api')
      await aws.account.makeOutside('Image', 'ap-northeast-1', 'api:1', { repository: 'api', tag: '1' })
      return aws.remove(repository)
    },
    says: "RepositoryNotEmptyException: The repository with name 'api' in registry with id '111122223333' cannot be deleted because it still contains images",
  },
  {
    why: 'unless it goes by force',
    call: async (aws) => {
      const repository = await aws.make('Repository', { forceDelete: true }, 'api')
      await aws.account.makeOutside('Image', 'ap-northeast-1', 'api:1', { repository: 'api', tag: '1' })
      return aws.remove(repository)
    },
    says: undefined,
  },
  {
    why: 'a policy needs its repository',
    call: (aws) => aws.ask('LifecyclePolicy', { repository: 'api', policy: '{}' }),
    says: /^RepositoryNotFoundException/,
  },
  {
    why: 'rules have priorities of their own',
    call: async (aws) => {
      await aws.make('Repository', {}, 'api')
      const rule = { rulePriority: 1, selection: {}, action: {} }
      return aws.ask('LifecyclePolicy', { repository: 'api', policy: JSON.stringify({ rules: [rule, rule] }) })
    },
    says: /^InvalidParameterException: Invalid parameter at 'LifecyclePolicyText'/,
  },
]

const said = (answer: unknown): string | undefined =>
  isRefusal(answer) ? `${(answer as Refusal).code}: ${(answer as Refusal).message}` : undefined

describe.each([
  { service: 'ElastiCache', cases: caches },
  { service: 'Secrets Manager', cases: secrets },
  { service: 'ECR', cases: repositories },
])('$service', ({ cases }) => {
  test.each(cases)('$why', async ({ call, says }) => {
    const aws = testAccount()
    await testDataNetwork(aws)
    const answer = said(await call(aws))
    if (says === undefined) expect(answer).toBeUndefined()
    else expect(answer ?? '').toMatch(says)
  })
})
