import type { Desired } from '../../managed.ts'
import { asked } from '../../observed.ts'
import { storeLogGroup } from '../data/log-group.ts'
import { areReady } from '../gate.ts'
import { type CacheLog, type CachePlan, cacheLogs, keys } from './plan.ts'

/** The log groups of what is delivered, and of what was delivered once. */
export const logGroups = (cache: CachePlan): Desired[] =>
  cacheLogs.flatMap((log) =>
    storeLogGroup(cache, {
      key: keys.logGroup(log),
      logGroup: logGroupOf(cache.identifier, log),
      retentionInDays: cache.spec.logRetentionDays,
      wanted: cache.spec.logDelivery,
    }),
  )

/** Logs that are delivered now: those whose log group is there. */
export const logDelivery = ({ spec, observed, identifier }: CachePlan) => {
  if (!spec.logDelivery) return []
  const { logDeliveryConfiguration = [] } = asked(observed, 'elasticache/ReplicationGroup', keys.replicationGroup)
  const already = logDeliveryConfiguration.map(({ logType }) => logType)
  return cacheLogs
    .filter(
      (log) => already.includes(log) || areReady(observed, [{ kind: 'cloudwatchlogs/Group', key: keys.logGroup(log) }]),
    )
    .map((logType) => ({
      logType,
      logFormat: 'json',
      destinationType: 'cloudwatch-logs',
      destination: logGroupOf(identifier, logType),
    }))
}

/**
 * Under this prefix the policy that lets a service deliver logs does not grow with each log group. Source: CloudWatch Logs guide,
 * "Enabling logging from AWS services".
 */
export const logGroupOf = (identifier: string, log: CacheLog): string =>
  `/aws/vendedlogs/elasticache/${identifier}/${log}`
