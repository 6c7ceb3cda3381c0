import { describe, expect, test } from 'vitest'
import { isRefusal, type Refusal } from '../../service/refusal.ts'
import { type TestAccount, testAccount } from '../../test/test-account.ts'
import { testDataNetwork, testInstance } from '../../test/test-data-network.ts'

type Network = Awaited<ReturnType<typeof testDataNetwork>>
type Case = Readonly<{
  why: string
  call: (aws: TestAccount, network: Network) => Promise<unknown>
  says: string | RegExp | undefined
}>

const make = (more: object) => (aws: TestAccount) => aws.ask('Instance', testInstance(more))
const made = (aws: TestAccount, more: object = {}) => aws.make('Instance', testInstance(more))

const creations: Case[] = [
  { why: 'the usual instance is fine', call: make({}), says: undefined },
  { why: 'each major version is fine', call: make({ engineVersion: '15' }), says: undefined },
  {
    why: 'a minor version below the floor cannot be made',
    call: make({ engineVersion: '17.4' }),
    says: 'InvalidParameterCombination: Cannot find version 17.4 for postgres',
  },
  {
    why: 'nor a major version of the past',
    call: make({ engineVersion: '13' }),
    says: 'InvalidParameterCombination: Cannot find version 13 for postgres',
  },
  {
    why: 'an engine must be one',
    call: make({ engine: 'postgresql' }),
    says: 'InvalidParameterValue: Invalid DB engine: postgresql',
  },
  {
    why: 'a class must be one',
    call: make({ instanceClass: 'db.r6g.tiny' }),
    says: 'InvalidParameterValue: Invalid DB Instance class: db.r6g.tiny',
  },
  {
    why: 'an identifier does not end in a hyphen',
    call: make({ identifier: 'tasks-' }),
    says: /^InvalidParameterValue: The parameter DBInstanceIdentifier is not a valid identifier/,
  },
  {
    why: 'an identifier is taken once',
    call: async (aws) => {
      await made(aws)
      return aws.ask('Instance', testInstance())
    },
    says: 'DBInstanceAlreadyExists: DB instance already exists',
  },
  {
    why: 'admin is reserved',
    call: make({ username: 'admin' }),
    says: 'InvalidParameterValue: MasterUsername admin cannot be used as it is a reserved word used by the engine',
  },
  {
    why: 'somebody must know the password',
    call: make({ manageMasterUserPassword: false }),
    says: 'InvalidParameterValue: The parameter MasterUserPassword must be provided and must not be blank.',
  },
  {
    why: 'gp3 begins at 20 GiB',
    call: make({ allocatedStorage: 10 }),
    says: 'InvalidParameterValue: Invalid storage size for engine name postgres and storage type gp3: 10',
  },
  {
    why: 'a small gp3 volume has the usual speed',
    call: make({ iops: 4000 }),
    says: /^InvalidParameterCombination: You can't specify IOPS/,
  },
  {
    why: 'storage can only grow up to more',
    call: make({ maxAllocatedStorage: 20 }),
    says: 'InvalidParameterCombination: Max storage size must be greater than storage size',
  },
  {
    why: 'backup and maintenance keep apart',
    call: make({ backupWindow: '17:00-18:00', maintenanceWindow: 'sun:17:30-sun:18:30' }),
    says: 'InvalidParameterValue: The backup window and maintenance window must not overlap.',
  },
  {
    why: 'also over midnight',
    call: make({ backupWindow: '23:30-00:30', maintenanceWindow: 'mon:00:00-mon:01:00' }),
    says: 'InvalidParameterValue: The backup window and maintenance window must not overlap.',
  },
  {
    why: 'windows beside each other are fine',
    call: make({ backupWindow: '17:00-18:00', maintenanceWindow: 'sun:18:00-sun:22:00' }),
    says: undefined,
  },
  {
    why: 'AWS chooses a window apart from the one given',
    call: make({ maintenanceWindow: 'sun:16:00-sun:17:30' }),
    says: undefined,
  },
  {
    why: 'monitoring needs a role',
    call: make({ monitoringInterval: 60 }),
    says: /^InvalidParameterCombination: A MonitoringRoleARN value is required/,
  },
  {
    why: 'logs must exist',
    call: make({ enabledCloudwatchLogsExports: ['audit'] }),
    says: /^InvalidParameterCombination: You cannot use the log types 'audit'/,
  },
  {
    why: 'a subnet group must be there',
    call: make({ dbSubnetGroupName: 'none' }),
    says: "DBSubnetGroupNotFoundFault: DB subnet group 'none' does not exist.",
  },
  {
    why: 'a security group must be there',
    call: make({ vpcSecurityGroupIds: ['sg-0'] }),
    says: 'InvalidParameterValue: Invalid security group , groupId= sg-0, groupName=.',
  },
  {
    why: 'a parameter group must be there',
    call: make({ parameterGroupName: 'none' }),
    says: 'DBParameterGroupNotFound: DBParameterGroup not found: none',
  },
  {
    why: 'a parameter group is of the family of the version',
    call: async (aws) => {
      await aws.make('DBParameterGroup', { family: 'postgres16' }, 'old')
      return aws.ask('Instance', testInstance({ parameterGroupName: 'old' }))
    },
    says: 'InvalidParameterCombination: The Parameter Group old with DBParameterGroupFamily postgres16 cannot be used for this instance. Please use a Parameter Group with DBParameterGroupFamily postgres17',
  },
  {
    why: 'a key that is pending deletion encrypts nothing',
    call: async (aws, { key }) => {
      await aws.remove(key)
      return aws.ask('Instance', testInstance({ storageEncrypted: true, kmsKeyId: key.attributes['arn'] }))
    },
    says: /^KMSKeyNotAccessibleFault: The specified KMS key \[arn:aws:kms:.*\] does not exist, is not enabled/,
  },
  {
    why: 'subnets lie in two zones',
    call: (aws, { a }) => aws.ask('DBSubnetGroup', { subnetIds: [a.id] }, 'one'),
    says: /^DBSubnetGroupDoesNotCoverEnoughAZs: .*Current AZ coverage: ap-northeast-1a\./,
  },
  {
    why: 'subnets must be there',
    call: (aws) => aws.ask('DBSubnetGroup', { subnetIds: ['subnet-0'] }, 'one'),
    says: 'InvalidSubnet: Some input subnets in :[subnet-0] are invalid.',
  },
  {
    why: 'a static parameter waits for a reboot',
    call: (aws) =>
      aws.ask(
        'DBParameterGroup',
        { family: 'postgres17', parameter: [{ name: 'max_connections', value: '100', applyMethod: 'immediate' }] },
        'p',
      ),
    says: 'InvalidParameterCombination: cannot use immediate apply method for static parameter',
  },
  {
    why: 'events go to a topic that is there',
    call: (aws) => aws.ask('EventSubscription', { snsTopic: 'arn:none' }, 'e'),
    says: 'SNSTopicArnNotFound: SNS topic arn:none does not exist',
  },
]

const changes: Case[] = [
  { why: 'storage grows', call: async (aws) => aws.modify(await made(aws), { allocatedStorage: 30 }), says: undefined },
  {
    why: 'storage does not shrink',
    call: async (aws) => aws.modify(await made(aws, { allocatedStorage: 50 }), { allocatedStorage: 30 }),
    says: 'InvalidParameterCombination: Requested storage size (30) cannot be less than the current storage size (50).',
  },
  {
    why: 'a version does not go back',
    call: async (aws) => aws.modify(await made(aws), { engineVersion: '16' }),
    says: 'InvalidParameterCombination: Cannot upgrade postgres from 17.10 to 16.14',
  },
  {
    why: 'a major version needs a word',
    call: async (aws) => aws.modify(await made(aws, { engineVersion: '16' }), { engineVersion: '17' }),
    says: /^InvalidParameterCombination: The AllowMajorVersionUpgrade flag must be present/,
  },
  {
    why: 'and goes with it, and with a parameter group of its family',
    call: async (aws) =>
      aws.modify(await made(aws, { engineVersion: '16' }), {
        engineVersion: '17',
        allowMajorVersionUpgrade: true,
        parameterGroupName: 'default.postgres17',
      }),
    says: undefined,
  },
]

const deletions: Case[] = [
  {
    why: 'a protected instance stays',
    call: async (aws) => aws.remove(await made(aws, { deletionProtection: true })),
    says: 'InvalidParameterCombination: Cannot delete protected DB Instance, please disable deletion protection and try again.',
  },
  {
    why: 'the provider wants a name for the final snapshot',
    call: async (aws) => aws.remove(await made(aws, { skipFinalSnapshot: false })),
    says: 'MissingFinalSnapshot: final_snapshot_identifier is required when skip_final_snapshot is false',
  },
  {
    why: 'a snapshot has its name alone',
    call: async (aws) => {
      const kept = { skipFinalSnapshot: false, finalSnapshotIdentifier: 'last' }
      await aws.remove(await made(aws, kept))
      return aws.remove(await made(aws, kept))
    },
    says: 'DBSnapshotAlreadyExists: Cannot create the snapshot because a snapshot with the identifier last already exists.',
  },
  {
    why: 'a subnet group in use stays',
    call: async (aws) => {
      await made(aws)
      const group = aws.account.list().find(({ kind }) => kind === 'DBSubnetGroup')
      return group && aws.remove(group)
    },
    says: "InvalidDBSubnetGroupStateFault: Cannot delete the subnet group 'subnets' because at least one database instance: tasks is still using it.",
  },
  {
    why: 'a security group around an instance stays',
    call: async (aws, { group }) => {
      await made(aws, { vpcSecurityGroupIds: [group.id] })
      return aws.remove(group)
    },
    says: /^DependencyViolation: resource sg-\w+ has a dependent object/,
  },
]

const said = (answer: unknown): string | undefined =>
  isRefusal(answer) ? `${(answer as Refusal).code}: ${(answer as Refusal).message}` : undefined

describe.each([
  { verb: 'making', cases: creations },
  { verb: 'changing', cases: changes },
  { verb: 'deleting', cases: deletions },
])('$verb', ({ cases }) => {
  test.each(cases)('$why', async ({ call, says }) => {
    const aws = testAccount()
    const answer = said(await call(aws, await testDataNetwork(aws)))
    if (says === undefined) expect(answer).toBeUndefined()
    else expect(answer ?? '').toMatch(says)
  })
})

describe('a final snapshot', () => {
  const encrypted = async (aws: TestAccount, { key }: Network) => {
    const kept = { skipFinalSnapshot: false, finalSnapshotIdentifier: 'last' }
    const instance = await made(aws, { ...kept, storageEncrypted: true, kmsKeyId: key.attributes['arn'] })
    await aws.remove(instance)
  }
  const restore = (aws: TestAccount, more: object = { snapshotIdentifier: 'last' }) =>
    aws.ask('Instance', testInstance({ identifier: 'again', ...more }))

  test('stays when its instance and the secret of that are gone, and becomes an instance again', async () => {
    const aws = testAccount()
    await encrypted(aws, await testDataNetwork(aws))
    const kinds = aws.account.list().map(({ kind }) => kind)
    expect(kinds).toContain('DBSnapshot')
    expect(kinds).not.toContain('Secret')
    const again = await restore(aws)
    expect(isRefusal(again) ? again : again.attributes).toMatchObject({
      dbName: 'tasks',
      storageEncrypted: true,
      restoredFrom: 'DBSnapshot|ap-northeast-1|last',
    })
  })

  test('whose key is pending deletion cannot be read', async () => {
    const aws = testAccount()
    const network = await testDataNetwork(aws)
    await encrypted(aws, network)
    await aws.remove(network.key)
    expect(said(await restore(aws))).toMatch(/^KMSKeyNotAccessibleFault/)
  })

  test('that is not there, or another instance that is not, gives nothing', async () => {
    const aws = testAccount()
    await testDataNetwork(aws)
    expect(said(await restore(aws))).toBe('DBSnapshotNotFound: DBSnapshot not found: last')
    const point = { restoreToPointInTime: { sourceDbInstanceIdentifier: 'tasks', useLatestRestorableTime: true } }
    expect(said(await restore(aws, point))).toBe('DBInstanceNotFound: DBInstance tasks not found.')
    await made(aws)
    const again = await restore(aws, point)
    expect(isRefusal(again) ? again : again.attributes['restoredFrom']).toMatch(/^Instance\|ap-northeast-1\|db-/)
  })
})

describe('a snapshot taken by hand', () => {
  const take = (aws: TestAccount, id = 'by-hand') =>
    aws.ask('DBSnapshot', { dbInstanceIdentifier: 'tasks', region: 'ap-northeast-1' }, id)

  test('keeps what the instance is, and its name once only', async () => {
    const aws = testAccount()
    await testDataNetwork(aws)
    const instance = await made(aws)
    const identifier = instance.attributes['identifier']
    const call = () => aws.ask('DBSnapshot', { dbInstanceIdentifier: identifier, region: 'ap-northeast-1' }, 'by-hand')
    const snapshot = await call()
    expect(isRefusal(snapshot) ? snapshot : snapshot.attributes).toMatchObject({
      dbInstanceIdentifier: identifier,
      snapshotType: 'manual',
      engine: 'postgres',
    })
    expect(said(await call())).toMatch(/^DBSnapshotAlreadyExists/)
  })

  test('needs an instance', async () => {
    const aws = testAccount()
    await testDataNetwork(aws)
    expect(said(await take(aws))).toBe('DBInstanceNotFound: DBInstance tasks not found.')
  })
})

test('a master password that RDS manages lies in a secret that comes and goes with the instance, and in no log', async () => {
  const aws = testAccount()
  await testDataNetwork(aws)
  const instance = await made(aws)
  const secret = aws.account.list().find(({ kind }) => kind === 'Secret')
  expect(secret?.id).toMatch(/^arn:aws:secretsmanager:ap-northeast-1:111122223333:secret:rds!db-[\w-]+-\w{6}$/)
  expect(secret?.attributes['value']).toMatchObject({
    username: 'tasks',
    secret: `derived:rds/${instance.id}/master/1`,
  })
  await aws.remove(instance)
  expect(aws.account.list().filter(({ kind }) => kind === 'Secret')).toEqual([])
})
