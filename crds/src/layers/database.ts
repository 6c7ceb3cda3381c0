import { z } from 'zod'
import { databaseInstanceClass, vpcId } from '../aws-values.ts'
import { list, oneOf, text, whole } from '../fields.ts'
import { immutable, isSet, itemsDiffer, type Rule, withRules } from '../rule.ts'
import { postgresMajors, restore } from '../spec/data.ts'
import { awsId, logRetentionDays } from '../values.ts'
import { accountId, accountIsImmutable, givenAccountId, layerSpec, layerStatus, regionIsImmutable } from './common.ts'
import {
  chosenIdentifier,
  clusterSecurityGroupId,
  customKeyIsImmutable,
  dataPolicyWithSnapshot,
  dataSubnetIds,
  eventsTopicArn,
  finalSnapshotIdentifier,
  identifierIsImmutable,
  vpcIsImmutable,
} from './data-fields.ts'
import { dailyWindow, weeklyWindow, windowRules } from './windows.ts'

/** Logs that RDS for PostgreSQL can send to CloudWatch Logs. */
export const postgresLogs = ['postgresql', 'upgrade'] as const

const rules: readonly Rule[] = [
  ...windowRules('backupWindow', 'maintenanceWindow', { minutes: 30 }),
  {
    rule: '!has(self.maxStorageGiB) || self.maxStorageGiB * 10 >= self.storageGiB * 11',
    message: 'maxStorageGiB must be at least a tenth above storageGiB: raise it, or leave it out',
  },
  {
    rule: `!${isSet('restore.pointInTime', { text: true })} || ${isSet('restore.sourceInstanceIdentifier', { text: true })}`,
    message: 'restore.pointInTime needs restore.sourceInstanceIdentifier: name the instance whose state is wanted',
  },
]

const transitions: readonly Rule[] = [
  regionIsImmutable,
  accountIsImmutable,
  identifierIsImmutable,
  vpcIsImmutable,
  customKeyIsImmutable,
  immutable('databaseName', (layer) => `${layer}.databaseName`, 'it would be another, empty database'),
  {
    rule: 'int(self.engineVersion) >= int(oldSelf.engineVersion)',
    message: 'engineVersion may only go up: PostgreSQL cannot go back to an older major version',
  },
  {
    rule: 'self.storageGiB >= oldSelf.storageGiB',
    message: 'storageGiB may only grow: RDS cannot shrink storage; put the old value back',
  },
  ...['snapshotIdentifier', 'pointInTime', 'sourceInstanceIdentifier'].map(readOnce),
]

/** Spec of PlatformDatabase: PostgreSQL on RDS. */
export const platformDatabaseSpec = withRules(
  z.object({
    ...layerSpec,
    accountId: givenAccountId,
    identifier: chosenIdentifier(63),
    vpcId: vpcId.describe('VPC of the database. Immutable.'),
    subnetIds: dataSubnetIds,
    clusterSecurityGroupId,
    engineVersion: oneOf(postgresMajors)
      .default('17')
      .describe(
        'Major version of PostgreSQL; RDS keeps the minor. May go up and never down: a snapshot is taken first, then the instance is upgraded at once.',
      ),
    holdUpgrade: z
      .boolean()
      .default(false)
      .describe('Whether an upgrade to another major version is prepared, snapshot included, and not begun.'),
    databaseName: text({ min: 1, max: 63, pattern: /^[a-z][a-z0-9_]*$/, examples: ['tasks'] })
      .default('tasks')
      .describe('Name of the database in the instance. Immutable.'),
    instanceClass: databaseInstanceClass
      .default('db.t3.micro')
      .describe('RDS instance class. A change restarts the database in the maintenance window.'),
    storageGiB: whole({ min: 20, max: 65_536, examples: [20, 50, 400] })
      .default(20)
      .describe('Storage in GiB at the beginning, encrypted gp3. May grow, and never shrinks.'),
    maxStorageGiB: whole({ min: 22, max: 65_536, examples: [200, 500, 65_536] })
      .optional()
      .describe('Size in GiB up to which RDS grows the storage by itself. Not set means four times storageGiB.'),
    multiAz: z.boolean().default(false).describe('Whether a standby in another zone takes over when the first fails.'),
    backupRetentionDays: whole({ min: 1, max: 35 }).default(7).describe('Days that automated backups are kept.'),
    backupWindow: dailyWindow.default('16:00-17:00').describe('Time of day (UTC) of the automated backup.'),
    maintenanceWindow: weeklyWindow
      .default('sun:18:00-sun:19:00')
      .describe('Time of the week (UTC) in which RDS may restart the database for updates.'),
    deletionProtection: z.boolean().default(false).describe('Whether AWS refuses to delete the database.'),
    dataPolicy: dataPolicyWithSnapshot,
    finalSnapshotIdentifier,
    restore: restore
      .optional()
      .describe(
        'What the database is made from: something encrypted, of the major version in engineVersion. Read once, when it is made; may be removed afterwards, not changed.',
      ),
    customKey: z
      .boolean()
      .default(true)
      .describe('Whether the layer has a KMS key of its own; otherwise the one that RDS has in the account is used.'),
    performanceInsights: z.boolean().default(false).describe('Whether Performance Insights keeps a week of load.'),
    enhancedMonitoringSeconds: oneOfNumbers([0, 1, 5, 10, 15, 30, 60])
      .default(0)
      .describe('Seconds between measurements of the operating system; 0 turns them off.'),
    slowQueryMilliseconds: whole({ min: 0, max: 3_600_000, examples: [1000] })
      .default(1000)
      .describe('Statements that take at least this long are logged.'),
    logExports: withRules(list(oneOf(postgresLogs), { max: postgresLogs.length }), [
      itemsDiffer('logExports must be different: one stands in the list twice'),
    ])
      .default(['postgresql'])
      .describe('Logs that go to CloudWatch Logs.'),
    logRetentionDays: logRetentionDays.default(30).describe('Days that CloudWatch Logs keeps the logs.'),
    eventsTopicArn,
  }),
  [...rules, ...transitions],
)

/** Status of PlatformDatabase. */
export const platformDatabaseStatus = z.object({
  ...layerStatus,
  accountId: accountId.optional().describe('Account that owns the database.'),
  instanceIdentifier: awsId.optional().describe('Identifier of the DB instance.'),
  instanceArn: awsId.optional().describe('ARN of the DB instance.'),
  resourceId: awsId
    .optional()
    .describe('Identifier that RDS gave the instance, for permissions to connect as an IAM identity.'),
  address: text({ max: 253 }).optional().describe('Host name to connect to.'),
  port: whole({ min: 1, max: 65_535 }).optional().describe('Port to connect to.'),
  databaseName: text({ max: 63 }).optional().describe('Name of the database in the instance.'),
  engineVersion: text({ max: 32 }).optional().describe('Version of PostgreSQL that runs, minor included.'),
  upgradeSnapshotIdentifier: awsId
    .optional()
    .describe('Snapshot of the data as it was before the upgrade to engineVersion of the spec, once it is complete.'),
  masterUserSecretArn: awsId
    .optional()
    .describe('Secret in which RDS keeps and rotates the master password, for migration and rotation Jobs alone.'),
  securityGroupId: awsId.optional().describe('Security group: PostgreSQL from the cluster, nothing else.'),
  keyArn: awsId.optional().describe('KMS key that encrypts storage, backups, logs and the master password.'),
  caCertIdentifier: text({ max: 64 }).optional().describe('Authority that signed the certificate of the server.'),
  allocatedStorageGiB: whole({ min: 0, max: 65_536 }).optional().describe('Storage in GiB that RDS has grown to.'),
})

export type PlatformDatabaseSpec = z.infer<typeof platformDatabaseSpec>
export type PlatformDatabaseStatus = z.infer<typeof platformDatabaseStatus>

/** Transition rule: a field of restore may go, and neither appear nor change. */
function readOnce(field: string): Rule {
  const now = isSet(`restore.${field}`, { text: true })
  const before = isSet(`restore.${field}`, { base: 'oldSelf', text: true })
  return {
    rule: `!${now} || (${before} && self.restore.${field} == oldSelf.restore.${field})`,
    message: `restore.${field} is read when the database is made: it may be removed, and neither set nor changed; restore into a new platform instead`,
  }
}

function oneOfNumbers(numbers: readonly number[]) {
  const schema = whole({ min: Math.min(...numbers), max: Math.max(...numbers), examples: numbers })
  return withRules(schema, [
    { rule: `self in [${numbers.join(', ')}]`, message: `must be one of ${numbers.join(', ')}` },
  ])
}
