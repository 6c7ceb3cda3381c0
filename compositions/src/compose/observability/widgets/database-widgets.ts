import type { PlatformObservabilitySpec } from '@taskplatform/crds/layers/observability'
import type { Alarm } from '../alarms/alarm.ts'
import { type MetricName, metric, type Statistic } from '../metric.ts'
import { limitOf, type Series, type Widget } from './widget.ts'

type Database = NonNullable<PlatformObservabilitySpec['database']>

/** What the database has left of everything that it can run out of. */
export const databaseWidgets = ({ identifier }: Database, alarms: readonly Alarm[]): Widget[] => {
  const of = (label: string, name: MetricName<'AWS/RDS'>, stat: Statistic = 'Average'): Series => ({
    label,
    metric: metric('AWS/RDS', name, { DBInstanceIdentifier: identifier }, stat),
  })
  const widget = (title: string, alarm: string, ...metrics: readonly Series[]): Widget => ({
    title,
    periodSeconds: 300,
    metrics,
    ...limitOf(alarms, alarm),
  })
  return [
    widget('Processors, %', 'database-cpu', of('used', 'CPUUtilization')),
    widget('Free memory, bytes', 'database-memory', of('free', 'FreeableMemory')),
    widget('Free storage, bytes', 'database-storage', of('free', 'FreeStorageSpace')),
    widget('Connections', 'database-connections', of('open', 'DatabaseConnections', 'Maximum')),
    widget('Disk latency, s', 'database-read-latency', of('read', 'ReadLatency'), of('write', 'WriteLatency')),
    widget('Disk operations per second', '', of('read', 'ReadIOPS'), of('write', 'WriteIOPS')),
    widget('Requests that wait for the disk', 'database-disk-queue', of('waiting', 'DiskQueueDepth')),
    widget('Used transaction ids', 'database-transaction-ids', of('used', 'MaximumUsedTransactionIDs', 'Maximum')),
  ]
}
