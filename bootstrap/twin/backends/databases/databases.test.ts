import { expect, test } from 'vitest'
import { type TestAccount, testAccount } from '../../test/test-account.ts'
import { testDataNetwork, testInstance } from '../../test/test-data-network.ts'
import { wantedDatabases } from './databases.ts'
import { ordinaryUser } from './ordinary-user.ts'

const wanted = (aws: TestAccount) => wantedDatabases(aws.account.world('ap-northeast-1'))

const made = async (more: object, timeScale = 0): Promise<TestAccount> => {
  const aws = testAccount(timeScale)
  await testDataNetwork(aws)
  await aws.make('Instance', testInstance(more))
  return aws
}

test.each([
  {
    why: 'TLS is required from version 15 on',
    more: {},
    spec: { forceTls: true, database: 'tasks', username: 'tasks' },
  },
  {
    why: 'a final snapshot is named by its key',
    more: { skipFinalSnapshot: false, finalSnapshotIdentifier: 'last' },
    spec: { finalSnapshot: 'DBSnapshot|ap-northeast-1|last' },
  },
  { why: 'without one, nothing is kept', more: {}, spec: { finalSnapshot: undefined } },
  {
    why: 'a password that RDS manages is made up',
    more: {},
    spec: { password: expect.stringMatching(/^derived:rds\/db-/) },
  },
  {
    why: 'one of the user is in the vault',
    more: { manageMasterUserPassword: false, password: 'sealed:x' },
    spec: { password: 'sealed:x' },
  },
])('$why', async ({ more, spec }) => expect(wanted(await made(more))).toMatchObject([{ spec }]))

test('a parameter group may allow connections without TLS', async () => {
  const aws = testAccount()
  await testDataNetwork(aws)
  const parameter = [{ name: 'rds.force_ssl', value: '0', applyMethod: 'immediate' }]
  await aws.make('DBParameterGroup', { family: 'postgres17', parameter }, 'open')
  await aws.make('Instance', testInstance({ parameterGroupName: 'open' }))
  expect(wanted(aws)).toMatchObject([{ spec: { forceTls: false } }])
})

test('nothing runs before AWS has made it, nor when AWS deletes it', async () => {
  const aws = await made({}, 1)
  expect(wanted(aws)).toEqual([])
  await aws.clock.advance(360_000)
  expect(wanted(aws)).toHaveLength(1)
  const instance = aws.account.list().find(({ kind }) => kind === 'Instance')
  if (instance) await aws.remove(instance)
  expect(wanted(aws)).toEqual([])
})

test.each([
  { why: 'root runs it as somebody else', uid: 0, command: 'unshare' },
  { why: 'others as themselves', uid: 1000, command: '/bin/postgres' },
])('$why', ({ uid, command }) => expect(ordinaryUser(['/bin/postgres', '-D', 'x'], uid).command).toBe(command))
