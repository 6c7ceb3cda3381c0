import type { PlatformObservabilitySpec } from '@taskplatform/crds/layers/observability'
import { type MetricName, metric, type Statistic } from '../metric.ts'
import { type Alarm, listOf, numbered } from './alarm.ts'

type Cache = NonNullable<PlatformObservabilitySpec['cache']>

/** Alarms on the cache: processor and memory of each node, and what concerns the group as a whole. */
export const cacheAlarms = ({ memberClusters }: Cache): Alarm[] => [
  ...memberClusters.flatMap(nodeAlarms),
  ...groupAlarms(memberClusters),
]

const of = (node: string, name: MetricName<'AWS/ElastiCache'>, stat: Statistic) =>
  metric('AWS/ElastiCache', name, { CacheClusterId: node }, stat)

const nodeAlarms = (node: string): Alarm[] => [
  {
    ...gauge,
    name: `cache-cpu-${node}`,
    measure: of(node, 'EngineCPUUtilization', 'Average'),
    threshold: 80,
    says: `The engine of the cache node ${node} uses more than 80 % of its one processor for 15 minutes`,
    cure: 'Look for slow commands in the slow log; more memory does not help, a faster cache.nodeType does.',
  },
  {
    ...gauge,
    name: `cache-memory-${node}`,
    measure: of(node, 'DatabaseMemoryUsagePercentage', 'Average'),
    threshold: 80,
    says: `The cache node ${node} uses more than 80 % of its memory for 15 minutes`,
    cure: 'Look for keys without a time to live; raise cache.nodeType before the cache forgets sessions.',
  },
]

const groupAlarms = (nodes: readonly string[]): Alarm[] => {
  const evictions = numbered(nodes.map((node) => of(node, 'Evictions', 'Sum')))
  const lags = numbered(nodes.map((node) => of(node, 'ReplicationLag', 'Maximum')))
  const connections = numbered(nodes.map((node) => of(node, 'CurrConnections', 'Maximum')))
  return [
    {
      ...gauge,
      silence: 'notBreaching',
      name: 'cache-evictions',
      measure: { expression: `SUM(${listOf(evictions)})`, label: 'Evictions', metrics: evictions },
      threshold: 0,
      says: 'The cache throws out keys to make room for 15 minutes: people are signed out',
      cure: 'Raise cache.nodeType; look for keys without a time to live.',
    },
    {
      ...gauge,
      name: 'cache-connections',
      measure: { expression: `MAX(${listOf(connections)})`, label: 'Connections', metrics: connections },
      threshold: mostConnections * 0.8,
      says: `A cache node has more than 80 % of the ${mostConnections} connections that it can take`,
      cure: 'Somebody opens connections and does not close them: compare with the replicas of the API and restart those.',
    },
    // the primary reports no lag, so that a single node has none
    ...(nodes.length > 1
      ? [
          {
            ...gauge,
            name: 'cache-replication-lag',
            measure: { expression: `MAX(${listOf(lags)})`, label: 'Replication lag', metrics: lags },
            threshold: 30,
            says: 'A replica of the cache is more than 30 s behind for 15 minutes: a failover would lose as much',
            cure: 'Look for bursts of writes and large values; raise cache.nodeType, which has more network too.',
          },
        ]
      : []),
  ]
}

/** Source: ElastiCache user guide, "Redis OSS specific parameters": maxclients is 65000 and cannot be changed. */
const mostConnections = 65_000

const gauge = {
  severity: 'ticket',
  comparison: 'GreaterThanThreshold',
  periodSeconds: 300,
  of: 3,
  bad: 3,
  silence: 'missing',
} as const
