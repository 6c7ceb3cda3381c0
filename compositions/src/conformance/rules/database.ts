import { allOf, each, inProduction } from '../checks.ts'
import { isDataSubnets } from '../data-subnets.ts'
import type { Rule } from '../rule.ts'
import type { Placed, View } from '../view.ts'
import { overlap } from '../windows.ts'

/** Rules of the database: that its data is encrypted, kept, reachable by few, and survives a failure. */
export const databaseRules: readonly Rule[] = [
  {
    id: 'RDS-01',
    title: 'The database is encrypted with a key of ours',
    kinds: ['rds/Instance'],
    severity: 'error',
    development: 'the key of AWS',
    refs: ['CKV_AWS_16', 'AWS-0080', 'RDS.3'],
    why: 'Disks, backups and snapshots are then worthless without the key. Encryption cannot be added later.',
    instead: 'A restored database keeps the key of what it was restored from; it has to be encrypted all the same.',
    cure: 'Set storageEncrypted, and kmsKeyId to the key of the layer.',
    check: each('rds/Instance', ({ asked }, { production }) => {
      if (asked.storageEncrypted !== true) return 'is not encrypted'
      if (isRestored(asked)) return undefined
      return production && !asked.kmsKeyId && 'is encrypted with a key that is not ours'
    }),
  },
  {
    id: 'RDS-02',
    title: 'The database lies in data subnets, and is not on the internet',
    kinds: ['rds/Instance', 'rds/SubnetGroup'],
    severity: 'error',
    refs: ['CKV_AWS_17', 'AWS-0180', 'RDS.2', 'RDS.18'],
    why: 'Two independent walls: no public address, and no route.',
    cure: 'Set publiclyAccessible to false, and give the subnet group the data subnets of the network.',
    check: allOf(
      each('rds/Instance', ({ asked }) => {
        if (asked.publiclyAccessible !== false) return 'may get a public address'
        return !asked.dbSubnetGroupName && 'names no subnet group, and would lie in the default VPC'
      }),
      each(
        'rds/SubnetGroup',
        ({ asked }, view) => !isDataSubnets(view, asked.subnetIds) && 'has other than data subnets',
      ),
    ),
  },
  {
    id: 'RDS-03',
    title: 'The database has a standby in another zone',
    kinds: ['rds/Instance'],
    severity: 'error',
    development: 'one instance',
    refs: ['CKV_AWS_157', 'RDS.5'],
    why: 'A failed zone or disk costs a minute or two instead of a restore from backup.',
    cure: 'Set spec.database.multiAz to true.',
    check: inProduction(each('rds/Instance', ({ asked }) => asked.multiAz !== true && 'has no standby')),
  },
  {
    id: 'RDS-04',
    title: 'Backups reach back 14 days, and do not meet maintenance',
    kinds: ['rds/Instance'],
    severity: 'error',
    development: 'one day',
    refs: ['CKV_AWS_133', 'AWS-0077', 'RDS.11'],
    why: 'An error is often found a week later. Windows that AWS chooses may fall into the busiest hour.',
    cure: 'Set spec.database.backupRetentionDays to 14 or more, and windows that do not overlap.',
    check: each('rds/Instance', badBackups),
  },
  {
    id: 'RDS-05',
    title: 'The database is protected from deletion',
    kinds: ['rds/Instance'],
    severity: 'error',
    development: 'no protection',
    refs: ['CKV_AWS_293', 'AWS-0177', 'RDS.8'],
    why: 'AWS itself then refuses, whoever asks.',
    cure: 'Set spec.deletionProtection to true.',
    check: inProduction(
      each('rds/Instance', ({ asked }) => asked.deletionProtection !== true && 'can be deleted by one call'),
    ),
  },
  {
    id: 'RDS-06',
    title: 'A deleted database leaves a snapshot and its backups',
    kinds: ['rds/Instance'],
    severity: 'error',
    development: 'nothing is left',
    refs: [],
    why: 'A deletion that was a mistake can then be undone.',
    cure: 'Set spec.dataPolicy to Snapshot or Retain.',
    check: inProduction(
      each('rds/Instance', ({ asked }) => {
        if (asked.skipFinalSnapshot !== false || !asked.finalSnapshotIdentifier) return 'leaves no final snapshot'
        return asked.deleteAutomatedBackups !== false && 'takes its automated backups with it'
      }),
    ),
  },
  {
    id: 'RDS-07',
    title: 'Snapshots carry the tags of the database',
    kinds: ['rds/Instance'],
    severity: 'error',
    refs: ['CKV2_AWS_60', 'RDS.17'],
    why: 'Otherwise nobody knows whose they are, or pays for them.',
    cure: 'Set copyTagsToSnapshot to true.',
    check: each('rds/Instance', ({ asked }) => asked.copyTagsToSnapshot !== true && 'leaves snapshots without tags'),
  },
  {
    id: 'RDS-08',
    title: 'Minor versions are applied by AWS',
    kinds: ['rds/Instance'],
    severity: 'error',
    refs: ['CKV_AWS_226', 'RDS.13'],
    why: 'They are the security fixes. A minor version in the spec would be written back after each of them.',
    cure: 'Set autoMinorVersionUpgrade to true, and engineVersion to a major version.',
    check: each('rds/Instance', ({ asked }) => {
      if (asked.autoMinorVersionUpgrade !== true) return 'does not get security fixes'
      return !/^\d+$/.test(asked.engineVersion ?? '') && `is held at ${asked.engineVersion ?? 'no version'}`
    }),
  },
  {
    id: 'RDS-09',
    title: 'Identities of AWS can log in without a password',
    kinds: ['rds/Instance'],
    severity: 'error',
    development: 'passwords only',
    refs: ['CKV_AWS_161', 'AWS-0176', 'RDS.10'],
    why: 'A person who has to look into the database needs no password that would have to be shared.',
    cure: 'Set iamDatabaseAuthenticationEnabled to true.',
    check: inProduction(
      each('rds/Instance', ({ asked }) => asked.iamDatabaseAuthenticationEnabled !== true && 'knows passwords only'),
    ),
  },
  {
    id: 'RDS-10',
    title: 'The master password is made and rotated by RDS',
    kinds: ['rds/Instance'],
    severity: 'error',
    development: 'a password under the key of AWS',
    refs: ['SecretsManager.1', 'BPG'],
    why: 'Nobody ever sees it, and it is another one every week.',
    cure: 'Set manageMasterUserPassword to true, and masterUserSecretKmsKeyId to the key of the layer.',
    check: each('rds/Instance', ({ asked }, { production }) => {
      const own = asked.passwordSecretRef ?? asked.passwordWoSecretRef ?? asked.autoGeneratePassword
      if (asked.manageMasterUserPassword !== true || own) return 'has a master password that RDS does not look after'
      return production && !asked.masterUserSecretKmsKeyId && 'keeps its master password under a key that is not ours'
    }),
  },
  {
    id: 'RDS-11',
    title: 'The operating system of the database is watched',
    kinds: ['rds/Instance', 'iam/Role'],
    severity: 'error',
    development: 'no enhanced monitoring',
    refs: ['CKV_AWS_118', 'RDS.6'],
    why: 'Memory and waiting disks are seen there only.',
    cure: 'Set monitoringInterval, and monitoringRoleArn to a role for monitoring.rds.amazonaws.com.',
    check: inProduction(
      each(
        'rds/Instance',
        ({ asked }) => !(asked.monitoringInterval && asked.monitoringRoleArn) && 'is not watched from within',
      ),
    ),
  },
  {
    id: 'RDS-12',
    title: 'Slow queries can be found',
    kinds: ['rds/Instance'],
    severity: 'error',
    development: 'no Performance Insights',
    refs: ['CKV_AWS_353', 'CKV_AWS_354', 'AWS-0133', 'AWS-0078'],
    why: 'Which query holds everything up is seen in the moment, not the day after. Texts of queries are data, so they are encrypted.',
    cure: 'Set performanceInsightsEnabled, and performanceInsightsKmsKeyId to the key of the layer.',
    check: inProduction(
      each('rds/Instance', ({ asked }) => {
        if (asked.performanceInsightsEnabled !== true) return 'has no Performance Insights'
        return !asked.performanceInsightsKmsKeyId && 'keeps queries under a key that is not ours'
      }),
    ),
  },
  {
    id: 'RDS-13',
    title: 'The logs of the database are kept outside of it',
    kinds: ['rds/Instance'],
    severity: 'error',
    development: 'the log postgresql only',
    refs: ['CKV_AWS_129', 'RDS.9', 'RDS.36'],
    why: 'On the instance they go after three days, and with it.',
    cure: 'Export postgresql and upgrade to CloudWatch Logs.',
    check: each('rds/Instance', ({ asked }, { production }) => {
      const wanted = production ? ['postgresql', 'upgrade'] : ['postgresql']
      const missing = wanted.filter((log) => !asked.enabledCloudwatchLogsExports?.includes(log))
      return missing.length > 0 && `does not export ${missing.join(', ')}`
    }),
  },
  {
    id: 'RDS-14',
    title: 'The database talks TLS only, and writes slow queries down',
    kinds: ['rds/ParameterGroup', 'rds/Instance'],
    severity: 'error',
    refs: ['CKV2_AWS_69', 'CKV2_AWS_30', 'RDS.38'],
    why: 'A client that forgets TLS is refused, instead of sending its password in clear.',
    cure: 'Set rds.force_ssl to 1 and log_min_duration_statement in the parameter group of the instance.',
    check: allOf(
      each('rds/Instance', ({ asked }) => !asked.parameterGroupName && 'has the parameters of AWS'),
      each('rds/ParameterGroup', ({ asked }) => {
        const value = (name: string) => asked.parameter?.find((one) => one.name === name)?.value
        if (value('rds.force_ssl') !== '1') return 'takes connections without TLS'
        return Number(value('log_min_duration_statement') ?? -1) < 0 && 'does not write slow queries down'
      }),
    ),
  },
  {
    id: 'RDS-15',
    title: 'The certificate of the database comes from an authority that lasts',
    kinds: ['rds/Instance'],
    severity: 'error',
    refs: ['CKV_AWS_211', 'rds_instance_certificate_expiration'],
    why: 'When the authority expires every client that checks certificates is cut off.',
    cure: 'Set caCertIdentifier to one of rds-ca-rsa2048-g1, rds-ca-rsa4096-g1 or rds-ca-ecc384-g1.',
    check: each(
      'rds/Instance',
      ({ asked }) =>
        !/^rds-ca-[a-z0-9]+-g1$/.test(asked.caCertIdentifier ?? '') &&
        `has a certificate of ${asked.caCertIdentifier ?? 'whichever authority is the default'}`,
    ),
  },
  {
    id: 'RDS-16',
    title: 'The master user has a name of its own',
    kinds: ['rds/Instance'],
    severity: 'error',
    refs: ['RDS.23', 'RDS.25'],
    why: 'The names that everybody tries first are not there to be tried.',
    instead:
      'RDS.23 also asks for another port. We keep 5432: only the cluster reaches it (NET-11), every client expects it, and another number hides nothing. This is an exception of the product and needs none of yours.',
    cure: 'Choose another username than postgres, admin or root.',
    check: each('rds/Instance', ({ asked }) => {
      // a restored instance has the users of what it was restored from
      if (isRestored(asked)) return undefined
      const { username = '' } = asked
      return (
        ['', 'postgres', 'admin', 'root', 'rdsadmin'].includes(username) &&
        `has the master user ${username || 'of AWS'}`
      )
    }),
  },
  {
    id: 'RDS-17',
    title: 'Storage is gp3 and grows before it is full',
    kinds: ['rds/Instance'],
    severity: 'error',
    refs: [],
    why: 'A full disk stops the database, at night.',
    cure: 'Set storageType to gp3, and spec.database.maxStorageGiB above storageGiB.',
    check: each('rds/Instance', ({ asked }) => {
      if (asked.storageType !== 'gp3') return `has storage of type ${asked.storageType ?? 'that AWS chooses'}`
      return (asked.maxAllocatedStorage ?? 0) <= (asked.allocatedStorage ?? 0) && 'does not grow'
    }),
  },
  {
    id: 'RDS-18',
    title: 'The database does not slip into extended support',
    kinds: ['rds/Instance'],
    severity: 'error',
    refs: ['rds_instance_extended_support'],
    why: 'It is charged for each processor and hour from the day that a major version ends.',
    cure: 'Set engineLifecycleSupport to open-source-rds-extended-support-disabled.',
    check: each(
      'rds/Instance',
      ({ asked }) =>
        asked.engineLifecycleSupport !== 'open-source-rds-extended-support-disabled' &&
        'would go into extended support',
    ),
  },
  {
    id: 'RDS-19',
    title: 'Somebody is told what happens to the database',
    kinds: ['rds/EventSubscription'],
    severity: 'error',
    development: 'no events',
    refs: ['RDS.20', 'RDS.21', 'rds_instance_critical_event_subscription'],
    why: 'A failover, a full disk or a parameter that somebody changed is an event of RDS before it is an alarm of ours.',
    instead: 'The topic is made by another layer. A database by itself is not held to it before it knows a topic.',
    cure: 'Subscribe a topic to failure, maintenance, configuration change and availability of the instance.',
    check: inProduction(each('rds/Instance', unheard)),
  },
]

const isRestored = ({ snapshotIdentifier, restoreToPointInTime }: Placed<'rds/Instance'>['asked']): boolean =>
  Boolean(snapshotIdentifier || restoreToPointInTime)

function badBackups({ asked }: Placed<'rds/Instance'>, { production }: View) {
  const { backupRetentionPeriod = 0, backupWindow, maintenanceWindow } = asked
  const wanted = production ? 14 : 1
  if (backupRetentionPeriod < wanted) return `keeps backups for ${backupRetentionPeriod} days instead of ${wanted}`
  if (!backupWindow || !maintenanceWindow) return 'leaves its windows to AWS'
  return overlap(backupWindow, maintenanceWindow) && 'backs up while it is being maintained'
}

const criticalEvents = ['failure', 'maintenance', 'configuration change', 'availability']

function unheard({ asked, layer }: Placed<'rds/Instance'>, view: View) {
  if (view.graph.partial && !layer.composite.spec?.['eventsTopicArn']) return undefined
  const heard = view
    .of('rds/EventSubscription')
    .filter((one) => one.asked.enabled !== false && one.asked.snsTopic && one.asked.sourceType === 'db-instance')
    .flatMap((one) => one.asked.eventCategories ?? [])
  const missing = criticalEvents.filter((event) => !heard.includes(event))
  return missing.length > 0 && `nobody is told of ${missing.join(', ')} of ${asked.identifier ?? 'the instance'}`
}
