import type { PlatformObservabilitySpec } from '@taskplatform/crds/layers/observability'
import { defaultMaxConnections, memoryGiBOf } from '../database-class.ts'
import { type MetricName, metric, type Statistic } from '../metric.ts'
import type { Alarm } from './alarm.ts'

type Database = NonNullable<PlatformObservabilitySpec['database']>

/** Alarms on the RDS instance. All of them are causes, not symptoms: users feel them through the load balancer first. */
export const databaseAlarms = ({
  identifier,
  allocatedStorageGiB,
  instanceClass,
  maxConnections,
}: Database): Alarm[] => {
  const of = (name: MetricName<'AWS/RDS'>, stat: Statistic) =>
    metric('AWS/RDS', name, { DBInstanceIdentifier: identifier }, stat)
  const memoryGiB = memoryGiBOf(instanceClass)
  const connections = maxConnections ?? defaultMaxConnections(memoryGiB)
  return [
    {
      ...gauge,
      name: 'database-cpu',
      measure: of('CPUUtilization', 'Average'),
      comparison: 'GreaterThanThreshold',
      threshold: 80,
      says: 'The database uses more than 80 % of its processors for 15 minutes',
      cure: 'Find the heaviest statements in Performance Insights; if the load is honest, raise database.instanceClass.',
    },
    {
      ...gauge,
      name: 'database-memory',
      measure: of('FreeableMemory', 'Average'),
      comparison: 'LessThanThreshold',
      threshold: Math.round(memoryGiB * 0.1 * 2 ** 30),
      says: 'The database has less than a tenth of its memory left for 15 minutes',
      cure: 'Look for many or large connections and sorts in Performance Insights; raise database.instanceClass.',
    },
    {
      ...gauge,
      name: 'database-storage',
      measure: of('FreeStorageSpace', 'Average'),
      comparison: 'LessThanThreshold',
      threshold: Math.round(allocatedStorageGiB * 0.1 * 2 ** 30),
      // RDS grows the storage by itself after five minutes below a tenth: this is for when it did not
      of: 6,
      bad: 6,
      says: 'The database has less than a tenth of its storage left for 30 minutes, and RDS has not grown it',
      cure: 'Raise database.maxStorageGiB if the storage has reached it; RDS grows it once in six hours at most. Look for old replication slots and large temporary files.',
    },
    {
      ...gauge,
      name: 'database-connections',
      measure: of('DatabaseConnections', 'Maximum'),
      comparison: 'GreaterThanThreshold',
      threshold: Math.floor(connections * 0.8),
      says: `The database has more than 80 % of the ${connections} connections that it can take`,
      cure: 'Compare the pools of the API, times its replicas, with the limit; look for transactions that never end.',
    },
    {
      ...gauge,
      name: 'database-read-latency',
      measure: of('ReadLatency', 'Average'),
      comparison: 'GreaterThanThreshold',
      threshold: 0.02,
      says: 'Reading from the disk of the database takes more than 20 ms for 15 minutes',
      cure: 'Look at IOPS and throughput against what the storage has; find statements that read whole tables.',
    },
    {
      ...gauge,
      name: 'database-write-latency',
      measure: of('WriteLatency', 'Average'),
      comparison: 'GreaterThanThreshold',
      threshold: 0.02,
      says: 'Writing to the disk of the database takes more than 20 ms for 15 minutes',
      cure: 'Look at IOPS and throughput against what the storage has; look for bulk writes and checkpoints.',
    },
    {
      ...gauge,
      name: 'database-disk-queue',
      measure: of('DiskQueueDepth', 'Average'),
      comparison: 'GreaterThanThreshold',
      threshold: 20,
      says: 'More than 20 requests wait for the disk of the database for 15 minutes',
      cure: 'The storage is slower than what is asked of it: find the statements, or give it more storage, which brings more IOPS.',
    },
    {
      ...gauge,
      name: 'database-transaction-ids',
      measure: of('MaximumUsedTransactionIDs', 'Maximum'),
      comparison: 'GreaterThanThreshold',
      threshold: 1_000_000_000,
      says: 'Half of the transaction ids of PostgreSQL are used up',
      cure: 'Autovacuum is held up: end transactions that are days old, drop unused replication slots, then VACUUM FREEZE the oldest tables. At two thousand million PostgreSQL stops writing.',
    },
  ]
}

const gauge = { severity: 'ticket', periodSeconds: 300, of: 3, bad: 3, silence: 'missing' } as const
