import { parsePlatformCacheSpec } from '@taskplatform/crds/contract'
import type { PlatformCacheSpec } from '@taskplatform/crds/layers/cache'
import { type Layer, readComposite } from '../../layer.ts'
import { hyphenName, resourceName } from '../../names.ts'
import { asked, type Observed, observation } from '../../observed.ts'
import { accountOf } from '../account.ts'
import { type Upgrade, upgradeOf } from '../data/upgrade.ts'

/** All that the parts of a cache decide from. */
export type CachePlan = Readonly<{
  layer: Layer
  spec: PlatformCacheSpec
  observed: Observed
  /** Identifier of the replication group, known before it exists. */
  identifier: string
  /** Number of the account, as soon as anything tells. */
  account: string | undefined
  upgrade: Upgrade
}>

/** Composition keys. They never change their meaning. */
export const keys = {
  subnetGroup: 'subnet-group',
  logGroup: (log: CacheLog) => `log-group-${log}`,
  replicationGroup: 'replication-group',
} as const

/** Logs that ElastiCache delivers. */
export const cacheLogs = ['slow-log', 'engine-log'] as const

export type CacheLog = (typeof cacheLogs)[number]

/** Port that Redis and Valkey listen on. */
export const port = 6379

/** Secret in the namespace of the composite into which the provider writes the token that it makes. */
export const authTokenSecret = (layer: Layer) =>
  ({ name: resourceName(layer.owner, 'auth-token'), key: 'auth-token' }) as const

/** Reads a PlatformCache. Throws a `MalformedCompositeError` that names each bad field. */
export const cachePlan = (composite: unknown, observed: Observed): CachePlan => {
  const { layer, spec } = readComposite(composite, { layer: 'cache', parseSpec: parsePlatformCacheSpec })
  const identifier = spec.identifier ?? hyphenName(layer.owner, { max: 40 })
  return {
    layer,
    spec,
    observed,
    identifier,
    account: accountOf(spec.accountId, observed),
    upgrade: upgradeTo(spec, identifier, observed),
  }
}

/** Whether the nodes are on their way to another version: it was asked for, and ElastiCache still runs the one before. */
export const isMoving = ({ observed, upgrade }: Pick<CachePlan, 'observed' | 'upgrade'>): boolean => {
  const runs = runningVersion(observed)
  return runs !== undefined && Number(runs) < Number(upgrade.version)
}

/** Version that runs, as the spec writes versions: ElastiCache tells three numbers. */
const runningVersion = (observed: Observed): string | undefined =>
  observation(observed, 'elasticache/ReplicationGroup', keys.replicationGroup)
    .engineVersionActual?.split('.')
    .slice(0, 2)
    .join('.')

/** Name of the parameter group of a family in ElastiCache. */
export const parameterGroupName = (identifier: string, family: string): string => `${identifier}-${family}`

const upgradeTo = ({ engine, engineVersion }: PlatformCacheSpec, identifier: string, observed: Observed): Upgrade => {
  // Redis 7.0 and 7.1 are of the family redis7, Valkey 8.0 to 8.2 of valkey8
  const familyOf = (version: string) => `${engine.toLowerCase()}${version.split('.')[0]}`
  const { engineVersionActual, parameterGroupName: used } = observation(
    observed,
    'elasticache/ReplicationGroup',
    keys.replicationGroup,
  )
  return upgradeOf({
    observed,
    kind: 'elasticache/ParameterGroup',
    wanted: engineVersion,
    asked: asked(observed, 'elasticache/ReplicationGroup', keys.replicationGroup).engineVersion,
    familyOf,
    hasMoved:
      engineVersionActual !== undefined &&
      familyOf(engineVersionActual) === familyOf(engineVersion) &&
      used === parameterGroupName(identifier, familyOf(engineVersion)),
  })
}
