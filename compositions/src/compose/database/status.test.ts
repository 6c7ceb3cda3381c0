import { platformDatabaseStatus } from '@taskplatform/crds/layers/database'
import { expect, test } from 'vitest'
import { givenAccount, plainDatabase, productionDatabase } from '../../../test/data.ts'
import { settled } from '../../../test/observed.ts'
import { composeDatabase } from './database.ts'

const { observed } = settled(productionDatabase())
const { status } = composeDatabase(productionDatabase(), observed)

test('the status keeps the contract', () => expect(platformDatabaseStatus.parse(status)).toEqual(status))

test('it says where the database is, and where its master password is, but not what it is', () => {
  expect(status).toMatchObject({
    accountId: givenAccount,
    instanceIdentifier: 'tp-team-tasks-tasks-0a1b2c3d',
    instanceArn: expect.stringMatching(/^arn:aws:rds:/),
    resourceId: expect.stringMatching(/^db-/),
    address: expect.stringContaining('.rds.amazonaws.com'),
    port: 5432,
    databaseName: 'tasks',
    engineVersion: expect.stringMatching(/^17\./),
    masterUserSecretArn: expect.stringContaining(':secret:rds!db-'),
    securityGroupId: expect.stringMatching(/^sg-/),
    keyArn: expect.stringMatching(/^arn:aws:kms:/),
    caCertIdentifier: 'rds-ca-rsa2048-g1',
    allocatedStorageGiB: 50,
  })
  expect(JSON.stringify(status)).not.toMatch(/password/i)
})

test('nothing is said that AWS has not said', () =>
  expect(composeDatabase(plainDatabase(), {}).status).toEqual({
    resources: { ready: false, reason: 'Creating', message: expect.stringMatching(/^Waiting for /) },
    externalNames: {},
  }))
