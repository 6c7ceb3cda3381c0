import { arnOf } from '../../service/arn.ts'
import type { Attributes, AwsResource } from '../../service/aws-resource.ts'
import { awsId } from '../../service/ids.ts'
import type { About, Kind } from '../../service/kind.ts'
import { isRefusal } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { interfaceIn } from '../ec2/network-interface.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { compareVersions } from './engine-versions.ts'
import { finalSnapshot, judgeDeletion } from './final-snapshot.ts'
import { judgeChange } from './instance-change.ts'
import { judgeCreation } from './instance-creation.ts'
import { describedOf, settingsOf } from './instance-description.ts'
import { masterPassword, masterSecret } from './master-secret.ts'
import { restored } from './restore.ts'

/** A database server. Its id is the resource id that AWS chose; the identifier is the user's and may be used again. */
export const instance: Kind = {
  resource: managed('rds', 'Instance', 'instances'),
  title: 'RDS DB Instance',
  service: 'RDS',
  calls: { create: 'CreateDBInstance', modify: 'ModifyDBInstance', delete: 'DeleteDBInstance' },
  context: {
    create: (about) => `creating RDS DB Instance (${identifierOf(about)})`,
    update: (about) => `updating RDS DB Instance (${identifierOf(about)})`,
    delete: (about) => `deleting RDS DB Instance (${identifierOf(about)})`,
  },
  arguments: [
    'allocatedStorage',
    'allowMajorVersionUpgrade',
    'applyImmediately',
    'autoGeneratePassword',
    'autoMinorVersionUpgrade',
    'availabilityZone',
    'backupRetentionPeriod',
    'backupTarget',
    'backupWindow',
    'blueGreenUpdate',
    'caCertIdentifier',
    'characterSetName',
    'copyTagsToSnapshot',
    'customIamInstanceProfile',
    'customerOwnedIpEnabled',
    'databaseInsightsMode',
    'dbName',
    'dbSubnetGroupName',
    'dedicatedLogVolume',
    'deleteAutomatedBackups',
    'deletionProtection',
    'domain',
    'domainAuthSecretArn',
    'domainDnsIps',
    'domainFqdn',
    'domainIamRoleName',
    'domainOu',
    'enabledCloudwatchLogsExports',
    'engine',
    'engineLifecycleSupport',
    'engineVersion',
    'finalSnapshotIdentifier',
    'iamDatabaseAuthenticationEnabled',
    'identifier',
    'identifierPrefix',
    'instanceClass',
    'iops',
    'kmsKeyId',
    'licenseModel',
    'maintenanceWindow',
    'manageMasterUserPassword',
    'masterUserSecretKmsKeyId',
    'maxAllocatedStorage',
    'monitoringInterval',
    'monitoringRoleArn',
    'multiAz',
    'ncharCharacterSetName',
    'networkType',
    'optionGroupName',
    'parameterGroupName',
    'passwordWoVersion',
    'performanceInsightsEnabled',
    'performanceInsightsKmsKeyId',
    'performanceInsightsRetentionPeriod',
    'port',
    'publiclyAccessible',
    'region',
    'replicaMode',
    'replicateSourceDb',
    'restoreToPointInTime',
    's3Import',
    'skipFinalSnapshot',
    'snapshotIdentifier',
    'storageEncrypted',
    'storageThroughput',
    'storageType',
    'tags',
    'timezone',
    'upgradeStorageConfig',
    'username',
    'vpcSecurityGroupIds',
  ],
  replacing: replacingOf('rds', 'Instance'),
  notLateInitialized: ['dbName', 'availabilityZone'],
  hidden: ['autoGeneratePassword', 'password', 'engineVersionActual', 'restoredFrom'],
  secretInputs: [
    { argument: 'password', ref: 'passwordSecretRef', generate: 'autoGeneratePassword' },
    { argument: 'password', ref: 'passwordWoSecretRef' },
  ],
  references: [
    { argument: 'dbSubnetGroupName', to: 'DBSubnetGroup', value: 'name' },
    { argument: 'kmsKeyId', to: 'Key', value: 'arn' },
    { argument: 'masterUserSecretKmsKeyId', to: 'Key', value: 'keyId' },
    { argument: 'monitoringRoleArn', to: 'Role', value: 'arn' },
    { argument: 'parameterGroupName', to: 'DBParameterGroup', value: 'name' },
    { argument: 'replicateSourceDb', to: 'Instance', value: 'identifier' },
    { argument: 'vpcSecurityGroupIds', to: 'SecurityGroup', value: 'name', list: true },
  ],
  naming: { by: 'aws', id: (from) => awsId('db', from) },
  timesRow: ({ multiAz }) => (multiAz === true ? 'Instance/Multi-AZ' : 'Instance'),
  overlooks: (argument, from, to, { maxAllocatedStorage = 0 }) =>
    (argument === 'engineVersion' && compareVersions(to, from) <= 0) ||
    // storage that RDS let grow; terraform-provider-aws internal/service/rds/instance.go, allocated_storage
    (argument === 'allocatedStorage' && Number(maxAllocatedStorage) > 0 && Number(to) < Number(from)),
  create: (world, { id, args }) => {
    const source = restored(world, args)
    if (isRefusal(source)) return source
    const settings = settingsOf(world, id, { ...source, ...args })
    return judgeCreation(world, settings) ?? { ...settings, arn: arnOf(world, 'rds', `db:${settings['identifier']}`) }
  },
  modify: (world, after, changed) => judgeChange(world, after, changed),
  follows: (world, before, changed) => settingsOf(world, before.id, { ...before.attributes, ...changed }),
  remove: (world, resource) => judgeDeletion(world, resource),
  leaves: (world, resource) => finalSnapshot(world, resource),
  companions: (world, resource) => [...masterSecret(world, resource), ...interfacesOf(world, resource)],
  derive: (world, resource) => describedOf(world, resource),
  connection: (world, resource, secrets) => {
    const { address, endpoint, port, username } = {
      ...resource.attributes,
      ...describedOf(world, resource),
      ...factsOf(world, resource),
    }
    return {
      address: String(address),
      endpoint: String(endpoint),
      host: String(address),
      port: String(port),
      username: String(username),
      ...masterPassword(resource, secrets),
    }
  },
}

const identifierOf = ({ id, args }: About): string => String(args['identifier'] ?? id)

const factsOf = (world: World, resource: AwsResource): Attributes => {
  const backing = world.backing(resource)
  return backing.state === 'running' ? backing.facts : {}
}

/** One interface, or two in the first two zones of a Multi-AZ instance: AWS chooses, and so do we. */
const interfacesOf = (world: World, { id, attributes }: AwsResource) => {
  const group = world.get('DBSubnetGroup', attributes['dbSubnetGroupName'])
  const subnets = [group?.attributes['subnetIds'] ?? []].flat()
  return subnets.slice(0, attributes['multiAz'] === true ? 2 : 1).map((subnetId) =>
    interfaceIn(world, {
      of: id,
      subnetId,
      securityGroups: [attributes['vpcSecurityGroupIds'] ?? []].flat(),
      description: 'RDSNetworkInterface',
    }),
  )
}
