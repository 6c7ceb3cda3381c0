import type { Attributes } from '../../service/aws-resource.ts'
import { firstRefusal, isRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { securityGroupOr } from '../ec2/found.ts'
import { keyRefusal } from '../kms/usable-key.ts'
import { tokenFits } from './auth-token.ts'
import { engineVersion, nodeTypeExists } from './engine-versions.ts'
import { cacheParameterGroupOr, cacheSubnetGroupOr } from './found.ts'

/** Judges a new replication group, defaults filled in; `undefined` accepts. */
export const judgeNewCache = (world: World, id: string, args: Attributes): Refusal | undefined =>
  firstRefusal(
    () => identifierFits(id),
    () => isNew(world, id),
    () => keyWorks(world, args),
    () => placeExists(world, args),
    () => judgeCache(world, id, args),
  )

/** Judges what may also change later. */
export const judgeCache = (world: World, _id: string, args: Attributes): Refusal | undefined =>
  firstRefusal(
    () => failoverFits(args),
    () => versionExists(args),
    () => parametersFit(world, args),
    () => nodeTypeFits(args),
    () => tokenFits(args),
    () => groupsExist(world, args),
    () => logsReach(world, args),
  )

const identifierFits = (id: string): Refusal | undefined =>
  id.length <= 40 && /^[a-zA-Z](-?[a-zA-Z0-9])*$/.test(id)
    ? undefined
    : refuse(
        'InvalidParameterValue',
        'The parameter ReplicationGroupIdentifier is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.',
      )

const isNew = (world: World, id: string): Refusal | undefined =>
  world.get('ReplicationGroup', id)
    ? refuse('ReplicationGroupAlreadyExists', `Replication group ${id} already exists.`, { blockers: [id] })
    : undefined

const keyWorks = (world: World, args: Attributes): Refusal | undefined => {
  const refusal = keyRefusal(world, args['kmsKeyId'])
  if (refusal)
    return refuse('InvalidKMSKeyFault', `The KMS key supplied is not valid: ${refusal.message}`, {
      wants: refusal.wants,
    })
  return args['kmsKeyId'] !== undefined && String(args['atRestEncryptionEnabled']) !== 'true'
    ? refuse('InvalidParameterCombination', 'KmsKeyId can be specified only when at-rest encryption is enabled.')
    : undefined
}

const placeExists = (world: World, args: Attributes): Refusal | undefined => {
  if (args['subnetGroupName'] === undefined) return undefined
  const group = cacheSubnetGroupOr(world, args['subnetGroupName'])
  return isRefusal(group) ? group : undefined
}

/** The provider judges these before it asks AWS. */
const failoverFits = (args: Attributes): Refusal | undefined => {
  const byProvider = { byProvider: true }
  if (args['multiAzEnabled'] === true && args['automaticFailoverEnabled'] !== true)
    return refuse(
      'InvalidParameterCombination',
      'automatic_failover_enabled must be true if multi_az_enabled is true',
      byProvider,
    )
  return args['automaticFailoverEnabled'] === true &&
    args['clusterMode'] !== 'enabled' &&
    Number(args['numCacheClusters']) < 2
    ? refuse(
        'InvalidParameterCombination',
        '"num_cache_clusters": must be at least 2 if automatic_failover_enabled is true',
        byProvider,
      )
    : undefined
}

const versionExists = ({ engine, engineVersion: version }: Attributes): Refusal | undefined =>
  engineVersion(engine, version)
    ? undefined
    : refuse('InvalidParameterCombination', `Cannot find version ${version} for ${engine}`)

const parametersFit = (world: World, args: Attributes): Refusal | undefined => {
  const expected = engineVersion(args['engine'], args['engineVersion'])?.family
  const name = String(args['parameterGroupName'])
  const group = name.startsWith('default.') ? undefined : cacheParameterGroupOr(world, name)
  if (isRefusal(group)) return group
  const family = group ? group.attributes['family'] : name.slice('default.'.length).replace('.cluster.on', '')
  return family === expected
    ? undefined
    : refuse(
        'InvalidParameterCombination',
        `Expected a parameter group of family ${expected} but found one of family ${family}`,
      )
}

const nodeTypeFits = ({ nodeType }: Attributes): Refusal | undefined =>
  nodeTypeExists(nodeType)
    ? undefined
    : refuse('InvalidParameterValue', `The specified cache node type ${nodeType} is not valid.`)

const groupsExist = (world: World, args: Attributes): Refusal | undefined => {
  const missing = [args['securityGroupIds'] ?? []].flat().find((id) => isRefusal(securityGroupOr(world, id)))
  return missing === undefined
    ? undefined
    : refuse('InvalidParameterValue', `Some security groups are invalid: ${missing}`, { wants: 'SecurityGroup' })
}

const logsReach = (world: World, args: Attributes): Refusal | undefined => {
  const logs = (args['logDeliveryConfiguration'] ?? []) as readonly Readonly<Record<string, unknown>>[]
  const lost = logs.find(
    ({ destinationType, destination }) => destinationType === 'cloudwatch-logs' && !world.get('Group', destination),
  )
  return lost
    ? refuse('InvalidParameterValue', `The CloudWatch Logs log group ${lost['destination']} does not exist.`, {
        wants: 'Group',
      })
    : undefined
}
