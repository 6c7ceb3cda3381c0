import type { PlatformObservabilitySpec } from '@taskplatform/crds/layers/observability'
import type { Alarm } from '../alarms/alarm.ts'
import { type MetricName, metric, type Statistic } from '../metric.ts'
import { limitOf, type Series, type Widget } from './widget.ts'

type Cache = NonNullable<PlatformObservabilitySpec['cache']>

/** Every node of the cache in each graph: one that differs from the others stands out. */
export const cacheWidgets = ({ memberClusters: nodes }: Cache, alarms: readonly Alarm[]): Widget[] => {
  const perNode = (name: MetricName<'AWS/ElastiCache'>, stat: Statistic, suffix = ''): Series[] =>
    nodes.map((node) => ({
      label: `${node.split('-').at(-1)}${suffix}`,
      metric: metric('AWS/ElastiCache', name, { CacheClusterId: node }, stat),
    }))
  const widget = (title: string, metrics: readonly Series[], limit: Pick<Widget, 'limit'> = {}): Widget => ({
    title,
    periodSeconds: 300,
    metrics,
    ...limit,
  })
  return [
    widget('Engine processor, %', perNode('EngineCPUUtilization', 'Average'), limitOf(alarms, `cache-cpu-${nodes[0]}`)),
    widget(
      'Memory, %',
      perNode('DatabaseMemoryUsagePercentage', 'Average'),
      limitOf(alarms, `cache-memory-${nodes[0]}`),
    ),
    widget('Hits and misses', [...perNode('CacheHits', 'Sum', ' hits'), ...perNode('CacheMisses', 'Sum', ' misses')]),
    widget('Evictions', perNode('Evictions', 'Sum')),
    widget('Connections', perNode('CurrConnections', 'Maximum')),
    ...(nodes.length > 1 ? [widget('Replication lag, s', perNode('ReplicationLag', 'Maximum'))] : []),
  ]
}
