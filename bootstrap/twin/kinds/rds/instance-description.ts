import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import { derivedId } from '../../service/ids.ts'
import { stateOf, type World } from '../../service/world.ts'
import { actualVersion, compareVersions, majorOf } from './engine-versions.ts'
import { masterSecretOf } from './master-secret.ts'
import { windowsOf } from './windows.ts'

/** The settings that an instance gets: what is asked for, and AWS' defaults where nothing is. */
export const settingsOf = (world: World, id: string, args: Attributes): Attributes => ({
  allocatedStorage: 20,
  autoMinorVersionUpgrade: true,
  backupRetentionPeriod: 1,
  backupTarget: 'region',
  caCertIdentifier: 'rds-ca-rsa2048-g1',
  copyTagsToSnapshot: false,
  databaseInsightsMode: 'standard',
  dedicatedLogVolume: false,
  deleteAutomatedBackups: true,
  deletionProtection: false,
  engineLifecycleSupport: 'open-source-rds-extended-support',
  iamDatabaseAuthenticationEnabled: false,
  identifier: `terraform-${id.toLowerCase()}`,
  licenseModel: 'postgresql-license',
  monitoringInterval: 0,
  multiAz: false,
  networkType: 'IPV4',
  parameterGroupName: `default.postgres${majorOf(actualVersion(args['engineVersion']))}`,
  performanceInsightsEnabled: false,
  port: 5432,
  publiclyAccessible: false,
  skipFinalSnapshot: false,
  storageEncrypted: false,
  storageType: 'gp2',
  ...windowsOf(args),
  ...args,
  engineVersion: args['engineVersion'] ?? actualVersion(undefined),
  engineVersionActual: raisedVersion(args),
  optionGroupName: args['optionGroupName'] ?? `default:postgres-${majorOf(actualVersion(args['engineVersion']))}`,
  ...(args['storageType'] === 'gp3' && {
    iops: args['iops'] ?? 3000,
    storageThroughput: args['storageThroughput'] ?? 125,
  }),
  ...(args['performanceInsightsEnabled'] === true && {
    performanceInsightsRetentionPeriod: args['performanceInsightsRetentionPeriod'] ?? 7,
  }),
  resourceId: id,
  ...(args['storageEncrypted'] === true && {
    kmsKeyId: args['kmsKeyId'] ?? `arn:aws:kms:${world.region}:${world.accountId}:alias/aws/rds`,
  }),
})

/** What runs: the newest minor of what is asked for, or a later one of the same major to which RDS went on by itself. */
const raisedVersion = (args: Attributes): unknown => {
  const [asked, had] = [actualVersion(args['engineVersion']), args['engineVersionActual']]
  return majorOf(had) === majorOf(asked) && compareVersions(had, asked) > 0 ? had : asked
}

/** What a describe tells of an instance besides its settings. */
export const describedOf = (world: World, resource: AwsResource): Attributes => {
  const { attributes, id } = resource
  const address = `${attributes['identifier']}.${derivedId('c', world.accountId).slice(2, 14)}.${world.region}.rds.amazonaws.com`
  const secret = masterSecretOf(world, resource)
  return {
    status: statusOf(world, resource),
    address,
    endpoint: `${address}:${attributes['port']}`,
    engineVersionActual: attributes['engineVersionActual'],
    hostedZoneId: 'Z24O6O9L7SGTNB',
    latestRestorableTime: latestRestorableTime(world, resource),
    resourceId: id,
    ...(secret && { masterUserSecret: [secret] }),
  }
}

const statusOf = (world: World, resource: AwsResource): string => {
  const state = stateOf(resource, world.now)
  return state === 'updating' ? 'modifying' : state
}

/** Backups run every five minutes; in steps of an hour here, so that an unchanged instance looks unchanged. */
const latestRestorableTime = ({ now }: World, { attributes, readyAt }: AwsResource): string | undefined => {
  if (Number(attributes['backupRetentionPeriod']) === 0 || readyAt > now) return undefined
  const hour = 3_600_000
  return new Date(Math.max(Math.floor(now / hour) * hour, readyAt)).toISOString().replace(/\.\d+Z$/, 'Z')
}
