import { type Desired, managed, type Parameters, refTo } from '../../managed.ts'
import { asked } from '../../observed.ts'
import { accessKeys } from '../data/access.ts'
import { dataKey, keyArnOf } from '../data/data-key.ts'
import { finalSnapshotName } from '../data/final-snapshot.ts'
import { parameterGroupKey } from '../data/upgrade.ts'
import { type Awaited, mayBeMade } from '../gate.ts'
import { keepsData, keptIf } from '../kept.ts'
import { known } from '../known.ts'
import { logDelivery } from './logs.ts'
import { authTokenSecret, type CachePlan, cacheLogs, isMoving, keys, parameterGroupName, port } from './plan.ts'

/** The replication group, as soon as all that it stands on is there. */
export const replicationGroup = (cache: CachePlan): Desired[] => {
  if (!isMadeOrMayBe(cache)) return []
  const { layer, spec, identifier } = cache
  const parameters = {
    description: `${spec.engine} of ${layer.owner.namespace}/${layer.owner.name}`,
    ...engine(cache),
    ...nodes(cache),
    ...network(cache),
    ...encryption(cache),
    ...snapshots(cache),
    ...known({ notificationTopicArn: spec.eventsTopicArn }),
    logDeliveryConfiguration: logDelivery(cache),
    // ElastiCache would leave another version for its own window; whoever raises the version has chosen the time
    applyImmediately: isMoving(cache),
  }
  return [
    managed(layer, 'elasticache/ReplicationGroup', keys.replicationGroup, parameters, {
      externalName: identifier,
      ...keptIf(keepsData(spec.dataPolicy), { lateInitialize: false }),
    }),
  ]
}

/** What the replication group waits for is not all there. */
export const withheldReplicationGroup = (cache: CachePlan): string[] =>
  isMadeOrMayBe(cache) ? [] : ['all that the replication group stands on, to make it']

const isMadeOrMayBe = (cache: CachePlan): boolean => {
  const { spec, observed, upgrade } = cache
  const awaited: readonly Awaited[] = [
    { kind: 'ec2/SecurityGroup', key: accessKeys.securityGroup },
    { kind: 'elasticache/SubnetGroup', key: keys.subnetGroup },
    { kind: 'elasticache/ParameterGroup', key: parameterGroupKey(upgrade.family) },
    ...(spec.customKey ? [{ kind: 'kms/Key', key: dataKey } as const] : []),
    ...(spec.logDelivery ? cacheLogs : []).map(
      (log) => ({ kind: 'cloudwatchlogs/Group', key: keys.logGroup(log) }) as const,
    ),
  ]
  const keyIsKnown = !spec.customKey || keyArnOf(cache) !== undefined
  return (
    observed[keys.replicationGroup] !== undefined || (keyIsKnown && mayBeMade(observed, keys.replicationGroup, awaited))
  )
}

type Part = Partial<Parameters<'elasticache/ReplicationGroup'>>

const engine = ({ spec, identifier, upgrade }: CachePlan): Part => ({
  engine: spec.engine.toLowerCase(),
  engineVersion: upgrade.version,
  // a string in this provider, as atRestEncryptionEnabled is
  autoMinorVersionUpgrade: 'true',
  parameterGroupName: parameterGroupName(identifier, upgrade.family),
  maintenanceWindow: spec.maintenanceWindow,
})

const nodes = ({ spec }: CachePlan): Part => ({
  nodeType: spec.nodeType,
  numCacheClusters: spec.nodes,
  automaticFailoverEnabled: spec.nodes > 1,
  multiAzEnabled: spec.multiAz,
})

const network = ({ layer }: CachePlan): Part => ({
  port,
  networkType: 'ipv4',
  subnetGroupNameRef: refTo(layer, keys.subnetGroup),
  securityGroupIdRefs: [refTo(layer, accessKeys.securityGroup)],
})

/** The provider makes the token, and changes it without cutting off those who still have the old one. */
const encryption = (cache: CachePlan): Part => ({
  transitEncryptionEnabled: true,
  transitEncryptionMode: 'required',
  authTokenSecretRef: authTokenSecret(cache.layer),
  autoGenerateAuthToken: true,
  authTokenUpdateStrategy: tokenIsNew(cache) ? 'SET' : 'ROTATE',
  atRestEncryptionEnabled: 'true',
  ...known({ kmsKeyId: askedKeyArn(cache) }),
})

/**
 * A replication group that is taken over may have a token that nobody knows any more. AWS never tells it, so the provider takes
 * the one in the Secret for the one in force: only a change of the strategy, from what it saw first, makes it tell AWS. With
 * ROTATE the old token stays valid beside it.
 */
const tokenIsNew = ({ layer, observed }: CachePlan): boolean =>
  layer.externalNames?.[keys.replicationGroup] !== undefined &&
  Object.keys(observed[keys.replicationGroup]?.status?.atProvider ?? {}).length === 0

/** As an ARN: the reference of this field gives the bare identifier, which never equals what ElastiCache reports. */
const askedKeyArn = (cache: CachePlan): string | undefined =>
  cache.spec.customKey
    ? (asked(cache.observed, 'elasticache/ReplicationGroup', keys.replicationGroup).kmsKeyId ?? keyArnOf(cache))
    : undefined

const snapshots = (cache: CachePlan): Part => ({
  snapshotRetentionLimit: cache.spec.snapshotRetentionDays,
  snapshotWindow: cache.spec.snapshotWindow,
  ...(cache.spec.dataPolicy === 'Delete' ? {} : { finalSnapshotIdentifier: finalSnapshotName(cache) }),
})
