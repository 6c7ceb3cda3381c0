import type { PlatformObservabilitySpec } from '@taskplatform/crds/layers/observability'
import { type MetricName, metric, type Statistic } from '../metric.ts'
import { type Alarm, listOf, numbered } from './alarm.ts'

type Cluster = NonNullable<PlatformObservabilitySpec['cluster']>

/** Alarms on the cluster that work without an agent in it, and so also when nothing in it works. */
export const clusterAlarms = ({ name, autoScalingGroupNames }: Cluster): Alarm[] => [
  ...controlPlaneAlarms(name),
  ...nodeAlarms(autoScalingGroupNames),
]

const controlPlaneAlarms = (ClusterName: string): Alarm[] => {
  const of = (name: MetricName<'AWS/EKS'>, stat: Statistic) => metric('AWS/EKS', name, { ClusterName }, stat)
  const metrics = { errors: of('apiserver_request_total_5XX', 'Sum'), requests: of('apiserver_request_total', 'Sum') }
  return [
    {
      ...ticket,
      name: 'cluster-api-errors',
      measure: { expression: '100 * FILL(errors, 0) / requests', label: 'Failed API requests, %', metrics },
      threshold: 1,
      silence: 'notBreaching',
      says: 'More than 1 % of the requests to the Kubernetes API fail (5xx) for 15 minutes',
      cure: 'Look for webhooks that do not answer and for clients that list everything; then in the Health Dashboard of AWS.',
    },
    {
      ...ticket,
      name: 'cluster-unschedulable-pods',
      measure: of('scheduler_pending_pods_UNSCHEDULABLE', 'Sum'),
      threshold: 0,
      periodSeconds: 60,
      of: 15,
      bad: 15,
      silence: 'notBreaching',
      says: 'Pods find no node for 15 minutes, and the autoscaler has not made one',
      cure: 'kubectl describe the pending pods: raise size.max of a node group, or correct requests, taints and zones.',
    },
  ]
}

const nodeAlarms = (groups: readonly string[]): Alarm[] => {
  if (groups.length === 0) return []
  const metrics = numbered(
    groups.map((AutoScalingGroupName) => metric('AWS/EC2', 'CPUUtilization', { AutoScalingGroupName }, 'Average')),
  )
  return [
    {
      ...ticket,
      name: 'cluster-node-cpu',
      measure: { expression: `MAX(${listOf(metrics)})`, label: 'Busiest node group, %', metrics },
      threshold: 85,
      silence: 'missing',
      says: 'The nodes of a group use more than 85 % of their processors for 15 minutes',
      cure: 'Pods use more than they request, so that the autoscaler adds nothing: correct the requests, or raise size.min of the group.',
    },
  ]
}

const ticket = {
  severity: 'ticket',
  comparison: 'GreaterThanThreshold',
  periodSeconds: 300,
  of: 3,
  bad: 3,
} as const
