import type { Attributes } from '../../service/aws-resource.ts'
import { firstRefusal, isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { securityGroupOr } from '../ec2/found.ts'
import { keyRefusal } from '../kms/usable-key.ts'
import { actualVersion, majorOf, postgresMajors } from './engine-versions.ts'
import { instanceNamed, parameterGroupOr, subnetGroupOr } from './found.ts'
import { runsOn } from './instance-classes.ts'
import { storageFits } from './storage.ts'
import { windowsFit } from './windows.ts'

/** Judges a new instance, defaults filled in; `undefined` accepts. */
export const judgeCreation = (world: World, args: Attributes): Refusal | undefined =>
  firstRefusal(
    () => identifierFits(world, args['identifier']),
    () => engineExists(args),
    () => classExists(args['instanceClass']),
    () => masterUserFits(args),
    () => databaseNameFits(args['dbName']),
    () => storageFits(args),
    () => settingsFit(world, args),
    () => keysWork(world, args),
    () => placeFits(world, args),
  )

/** Judges what may also change later. */
export const settingsFit = (world: World, args: Attributes): Refusal | undefined =>
  firstRefusal(
    () => windowsFit(args),
    () => parametersFit(world, args),
    () => monitoringWorks(world, args),
    () => logsExist(args),
    () => groupsExist(world, args),
  )

/** Judges an instance class. */
export const classExists = (instanceClass: unknown): Refusal | undefined =>
  runsOn(instanceClass) ? undefined : refuse('InvalidParameterValue', `Invalid DB Instance class: ${instanceClass}`)

/** Judges engine and version. */
export const engineExists = ({ engine, engineVersion }: Attributes): Refusal | undefined => {
  if (engine !== 'postgres') return refuse('InvalidParameterValue', `Invalid DB engine: ${engine}`)
  return actualVersion(engineVersion)
    ? undefined
    : refuse('InvalidParameterCombination', `Cannot find version ${engineVersion} for postgres`)
}

const identifierFits = (world: World, identifier: unknown): Refusal | undefined => {
  if (!/^[a-zA-Z](-?[a-zA-Z0-9])*$/.test(String(identifier)) || String(identifier).length > 63)
    return refuse(
      'InvalidParameterValue',
      'The parameter DBInstanceIdentifier is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.',
    )
  const other = instanceNamed(world, identifier)
  return other && refuse('DBInstanceAlreadyExists', 'DB instance already exists', { blockers: [other.id] })
}

const masterUserFits = (args: Attributes): Refusal | undefined => {
  const username = String(args['username'] ?? '')
  if (!/^[a-zA-Z]\w{0,62}$/.test(username))
    return refuse('InvalidParameterValue', `The parameter MasterUsername is not a valid identifier: ${username}`)
  if (reservedNames.includes(username.toLowerCase()))
    return refuse(
      'InvalidParameterValue',
      `MasterUsername ${username} cannot be used as it is a reserved word used by the engine`,
    )
  if (args['manageMasterUserPassword'] !== true && args['password'] === undefined)
    return refuse('InvalidParameterValue', 'The parameter MasterUserPassword must be provided and must not be blank.')
  if (args['manageMasterUserPassword'] === true && args['password'] !== undefined)
    return refuse(
      'InvalidParameterCombination',
      'You can\u2019t specify MasterUserPassword for an instance with ManageMasterUserPassword enabled.',
    )
  return undefined
}

/** Source: the error itself, in public issue threads, for the first two. */
const reservedNames = ['admin', 'rdsadmin', 'postgres_rds', 'rdsrepladmin', 'rds_superuser', 'public']

const databaseNameFits = (dbName: unknown): Refusal | undefined =>
  dbName === undefined || /^[a-zA-Z_]\w{0,62}$/.test(String(dbName))
    ? undefined
    : refuse('InvalidParameterValue', 'DBName must begin with a letter and contain only alphanumeric characters.')

const keysWork = (world: World, args: Attributes): Refusal | undefined => {
  for (const argument of ['kmsKeyId', 'masterUserSecretKmsKeyId', 'performanceInsightsKmsKeyId']) {
    const refusal = keyRefusal(world, args[argument])
    if (refusal)
      return refuse(
        'KMSKeyNotAccessibleFault',
        `The specified KMS key [${args[argument]}] does not exist, is not enabled or you do not have permissions to access it. `,
        { wants: 'Key' },
      )
  }
  return undefined
}

const placeFits = (world: World, args: Attributes): Refusal | undefined => {
  if (args['dbSubnetGroupName'] === undefined)
    return refuse('InvalidVPCNetworkStateFault', 'No default subnet group was found: name one with DBSubnetGroupName')
  const group = subnetGroupOr(world, args['dbSubnetGroupName'])
  if (isRefusal(group)) return group
  for (const id of [args['vpcSecurityGroupIds'] ?? []].flat()) {
    const securityGroup = securityGroupOr(world, id)
    if (isRefusal(securityGroup)) continue
    const { vpcId } = securityGroup.kind === 'VPC' ? { vpcId: securityGroup.id } : securityGroup.attributes
    if (vpcId !== group.attributes['vpcId'])
      return refuse(
        'InvalidParameterCombination',
        `The DB instance and EC2 security group are in different VPCs. The DB instance is in ${group.attributes['vpcId']} and the EC2 security group is in ${vpcId}`,
      )
  }
  return undefined
}

const parametersFit = (world: World, { parameterGroupName, engineVersion }: Attributes): Refusal | undefined => {
  if (/^default\./.test(String(parameterGroupName))) return undefined
  const group = parameterGroupOr(world, parameterGroupName)
  if (isRefusal(group)) return group
  const family = postgresMajors[majorOf(actualVersion(engineVersion))]?.family
  if (group.attributes['family'] === family) return undefined
  return refuse(
    'InvalidParameterCombination',
    `The Parameter Group ${group.id} with DBParameterGroupFamily ${group.attributes['family']} cannot be used for this instance. Please use a Parameter Group with DBParameterGroupFamily ${family}`,
  )
}

const monitoringWorks = (world: World, { monitoringInterval, monitoringRoleArn }: Attributes): Refusal | undefined => {
  const interval = Number(monitoringInterval ?? 0)
  if (![0, 1, 5, 10, 15, 30, 60].includes(interval))
    return refuse(
      'InvalidParameterValue',
      `Invalid monitoring interval: ${interval}. Valid values are 0, 1, 5, 10, 15, 30, 60`,
    )
  if (interval === 0) return undefined
  if (monitoringRoleArn === undefined)
    return refuse(
      'InvalidParameterCombination',
      'A MonitoringRoleARN value is required if you specify a MonitoringInterval value other than 0.',
    )
  return world.all('Role').some(({ attributes }) => attributes['arn'] === monitoringRoleArn)
    ? undefined
    : refuse(
        'InvalidParameterValue',
        'IAM role ARN value is invalid or does not include the required permissions for: ENHANCED_MONITORING',
        { wants: 'Role' },
      )
}

const logsExist = ({ enabledCloudwatchLogsExports, engineVersion }: Attributes): Refusal | undefined => {
  const unknown = [enabledCloudwatchLogsExports ?? []]
    .flat()
    .filter((log) => !['postgresql', 'upgrade', 'iam-db-auth-error'].includes(String(log)))
  return unknown.length === 0
    ? undefined
    : refuse(
        'InvalidParameterCombination',
        `You cannot use the log types '${unknown.join(', ')}' with engine version postgres ${actualVersion(engineVersion)}. For supported log types, see the documentation.`,
      )
}

const groupsExist = (world: World, args: Attributes): Refusal | undefined => {
  const missing = [args['vpcSecurityGroupIds'] ?? []].flat().find((id) => isRefusal(securityGroupOr(world, id)))
  return missing === undefined
    ? undefined
    : refuse('InvalidParameterValue', `Invalid security group , groupId= ${missing}, groupName=.`, {
        wants: 'SecurityGroup',
      })
}
