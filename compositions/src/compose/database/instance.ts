import { changingRefTo, type Desired, managed, type Parameters, refTo } from '../../managed.ts'
import { observation } from '../../observed.ts'
import { accessKeys } from '../data/access.ts'
import { dataKey, keyArnOf } from '../data/data-key.ts'
import { finalSnapshotName } from '../data/final-snapshot.ts'
import { parameterGroupKey } from '../data/upgrade.ts'
import { type Awaited, mayBeMade } from '../gate.ts'
import { keepsData, keptIf } from '../kept.ts'
import { exportedLogs } from './logs.ts'
import { monitoringAwaits, monitoringOf } from './monitoring.ts'
import { askedInstance, type DatabasePlan, isLeaving, isMoving, keys, port } from './plan.ts'
import { originOf } from './restore.ts'

/** The DB instance, as soon as all that it stands on is there. */
export const instance = (database: DatabasePlan): Desired[] => {
  if (!isMadeOrMayBe(database)) return []
  const { layer, spec } = database
  const origin = originOf(database)
  const parameters = {
    ...engine(database),
    ...storage(database),
    ...(origin ? {} : beginning(database)),
    ...network(database),
    ...masterPassword(database),
    ...backups(database),
    ...observability(database),
    ...farewell(database),
  }
  return [
    managed(layer, 'rds/Instance', keys.instance, parameters, {
      ...(origin ? { initProvider: origin } : {}),
      // RDS changes minor versions, storage and windows by itself: none of it must be copied into the spec
      ...keptIf(keepsData(spec.dataPolicy), { lateInitialize: false }),
    }),
  ]
}

/** What the instance waits for is not all there. */
export const withheldInstance = (database: DatabasePlan): string[] => {
  if (!isMadeOrMayBe(database)) return ['all that the DB instance stands on, to make it']
  const { engineVersion, holdUpgrade } = database.spec
  return isLeaving(database) && !holdUpgrade ? [`a snapshot, to upgrade PostgreSQL to ${engineVersion}`] : []
}

const isMadeOrMayBe = (database: DatabasePlan): boolean => {
  const { spec, observed, upgrade } = database
  const awaited: readonly Awaited[] = [
    { kind: 'ec2/SecurityGroup', key: accessKeys.securityGroup },
    { kind: 'rds/SubnetGroup', key: keys.subnetGroup },
    { kind: 'rds/ParameterGroup', key: parameterGroupKey(upgrade.family) },
    ...(spec.customKey ? [{ kind: 'kms/Key', key: dataKey } as const] : []),
    ...spec.logExports.map((log) => ({ kind: 'cloudwatchlogs/Group', key: keys.logGroup(log) }) as const),
    ...monitoringAwaits(database),
  ]
  const keyIsKnown = !spec.customKey || keyArnOf(database) !== undefined
  return observed[keys.instance] !== undefined || (keyIsKnown && mayBeMade(observed, keys.instance, awaited))
}

type Part = Partial<Parameters<'rds/Instance'>>

const engine = (database: DatabasePlan): Part => {
  const { layer, spec, identifier, upgrade } = database
  return {
    identifier,
    engine: 'postgres',
    // a major version only: RDS keeps the minor, and a newer one is no drift
    engineVersion: upgrade.version,
    // only on the way: at any other time a wrong version must be refused, not obeyed
    allowMajorVersionUpgrade: isMoving(database),
    autoMinorVersionUpgrade: true,
    engineLifecycleSupport: 'open-source-rds-extended-support-disabled',
    parameterGroupNameRef: changingRefTo(layer, parameterGroupKey(upgrade.family)),
    instanceClass: spec.instanceClass,
    multiAz: spec.multiAz,
    maintenanceWindow: spec.maintenanceWindow,
  }
}

/** RDS grows the storage by itself: what it has grown to is asked for from then on, because it cannot shrink. */
const storage = (database: DatabasePlan): Part => {
  const { spec, observed } = database
  const has = observation(observed, 'rds/Instance', keys.instance).allocatedStorage
  const asked = askedInstance(observed).allocatedStorage
  const size = Math.max(spec.storageGiB, has ?? 0, asked ?? 0)
  const limit = spec.maxStorageGiB ?? Math.min(spec.storageGiB * 4, mostStorageGiB)
  // a restored instance begins with the size of its snapshot, which may be more than we would ask for
  const isUnknown = originOf(database) !== undefined && has === undefined && asked === undefined
  return {
    storageType: 'gp3',
    storageEncrypted: true,
    ...(isUnknown ? {} : { allocatedStorage: size }),
    maxAllocatedStorage: Math.max(limit, size),
  }
}

/** Source: RDS guide, "DB instance storage": PostgreSQL on gp3. */
const mostStorageGiB = 65_536

/** What a restored instance has from its snapshot: another value would be refused, or ignored. */
const beginning = ({ layer, spec }: DatabasePlan): Part => ({
  dbName: spec.databaseName,
  username: masterUser,
  ...(spec.customKey ? { kmsKeyIdRef: refTo(layer, dataKey) } : {}),
})

/** Not one of the names that are tried first. */
const masterUser = 'platform_owner'

const network = ({ layer }: DatabasePlan): Part => ({
  port,
  publiclyAccessible: false,
  networkType: 'IPV4',
  dbSubnetGroupNameRef: refTo(layer, keys.subnetGroup),
  vpcSecurityGroupIdRefs: [refTo(layer, accessKeys.securityGroup)],
  // the authority of the certificates that clients check; it is valid until 2061
  caCertIdentifier: 'rds-ca-rsa2048-g1',
})

const masterPassword = (database: DatabasePlan): Part => ({
  iamDatabaseAuthenticationEnabled: true,
  manageMasterUserPassword: true,
  ...named('masterUserSecretKmsKeyId', askedKeyArn(database, 'masterUserSecretKmsKeyId')),
})

const backups = ({ spec }: DatabasePlan): Part => ({
  backupRetentionPeriod: spec.backupRetentionDays,
  backupWindow: spec.backupWindow,
  copyTagsToSnapshot: true,
})

const observability = (database: DatabasePlan): Part => ({
  ...performanceInsights(database),
  ...monitoringOf(database),
  enabledCloudwatchLogsExports: exportedLogs(database),
})

/** The key of Performance Insights can be given once only, so they wait for it. */
const performanceInsights = (database: DatabasePlan): Part => {
  const { spec } = database
  const key = askedKeyArn(database, 'performanceInsightsKmsKeyId')
  if (!spec.performanceInsights || (spec.customKey && !key)) return { performanceInsightsEnabled: false }
  return {
    performanceInsightsEnabled: true,
    performanceInsightsRetentionPeriod: 7,
    ...named('performanceInsightsKmsKeyId', key),
  }
}

/** ARN of our key in a field that takes no reference to it; what was asked for once is asked for again. */
const askedKeyArn = (
  database: DatabasePlan,
  field: 'masterUserSecretKmsKeyId' | 'performanceInsightsKmsKeyId',
): string | undefined =>
  database.spec.customKey ? (askedInstance(database.observed)[field] ?? keyArnOf(database)) : undefined

const farewell = (database: DatabasePlan): Part => {
  const { spec } = database
  // an upgrade follows its snapshot at once; whoever raises the version has chosen the time
  const common = { deletionProtection: spec.deletionProtection, applyImmediately: isMoving(database) }
  if (spec.dataPolicy === 'Delete') return { ...common, skipFinalSnapshot: true, deleteAutomatedBackups: true }
  return {
    ...common,
    skipFinalSnapshot: false,
    finalSnapshotIdentifier: finalSnapshotName(database),
    deleteAutomatedBackups: false,
  }
}

const named = <Name extends string>(name: Name, value: string | undefined): { [N in Name]?: string } =>
  (value === undefined ? {} : { [name]: value }) as { [N in Name]?: string }
