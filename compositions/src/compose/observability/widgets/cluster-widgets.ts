import type { PlatformObservabilitySpec } from '@taskplatform/crds/layers/observability'
import type { Alarm } from '../alarms/alarm.ts'
import { type MetricName, metric, type Statistic } from '../metric.ts'
import { limitOf, type Series, type Widget } from './widget.ts'

type Cluster = NonNullable<PlatformObservabilitySpec['cluster']>

/** What AWS can tell of the cluster from outside. */
export const clusterWidgets = ({ name, autoScalingGroupNames }: Cluster, alarms: readonly Alarm[]): Widget[] => [
  ...controlPlaneWidgets(name),
  ...(autoScalingGroupNames.length > 0 ? [nodesWidget(autoScalingGroupNames, alarms)] : []),
]

const controlPlaneWidgets = (ClusterName: string): Widget[] => {
  const of = (label: string, name: MetricName<'AWS/EKS'>, stat: Statistic): Series => ({
    label,
    metric: metric('AWS/EKS', name, { ClusterName }, stat),
  })
  return [
    {
      title: 'Requests to the Kubernetes API',
      periodSeconds: 60,
      metrics: [
        of('all', 'apiserver_request_total', 'Sum'),
        of('4xx', 'apiserver_request_total_4XX', 'Sum'),
        of('throttled', 'apiserver_request_total_429', 'Sum'),
        of('5xx', 'apiserver_request_total_5XX', 'Sum'),
      ],
    },
    {
      title: 'Kubernetes API, 99th percentile, s',
      periodSeconds: 60,
      metrics: (['GET', 'LIST', 'POST'] as const).map((verb) =>
        of(verb, `apiserver_request_duration_seconds_${verb}_P99`, 'Average'),
      ),
    },
    {
      title: 'Pods that find no node',
      periodSeconds: 60,
      metrics: [of('pods', 'scheduler_pending_pods_UNSCHEDULABLE', 'Sum')],
    },
    {
      title: 'Size of the Kubernetes database, bytes',
      periodSeconds: 300,
      metrics: [of('size', 'apiserver_storage_size_bytes', 'Maximum')],
    },
  ]
}

const nodesWidget = (groups: readonly string[], alarms: readonly Alarm[]): Widget => ({
  title: 'Processors of the nodes, %',
  periodSeconds: 300,
  metrics: groups.map((AutoScalingGroupName) => ({
    label: AutoScalingGroupName,
    metric: metric('AWS/EC2', 'CPUUtilization', { AutoScalingGroupName }, 'Average'),
  })),
  ...limitOf(alarms, 'cluster-node-cpu'),
})
