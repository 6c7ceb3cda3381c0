import type { PlatformObservabilitySpec } from '@taskplatform/crds/layers/observability'
import type { Alarm } from '../alarms/alarm.ts'
import { type MetricName, metric, type Statistic } from '../metric.ts'
import { limitOf, type Series, type Widget } from './widget.ts'

type LoadBalancer = NonNullable<PlatformObservabilitySpec['loadBalancer']>

/** What users do and get, and whether pods are there to serve them. */
export const loadBalancerWidgets = (loadBalancer: LoadBalancer, alarms: readonly Alarm[]): Widget[] => [
  ...requestWidgets(loadBalancer, alarms),
  ...loadBalancer.targetGroupArnSuffixes.map((group) => podsWidget(loadBalancer.arnSuffix, group)),
]

const requestWidgets = ({ arnSuffix }: LoadBalancer, alarms: readonly Alarm[]): Widget[] => {
  const of = (label: string, name: MetricName<'AWS/ApplicationELB'>, stat: Statistic): Series => ({
    label,
    metric: metric('AWS/ApplicationELB', name, { LoadBalancer: arnSuffix }, stat),
  })
  return [
    {
      title: 'Requests',
      periodSeconds: 60,
      metrics: [of('requests', 'RequestCount', 'Sum'), of('connections', 'ActiveConnectionCount', 'Sum')],
    },
    {
      title: 'Failed requests',
      periodSeconds: 60,
      metrics: [
        of('5xx of pods', 'HTTPCode_Target_5XX_Count', 'Sum'),
        of('5xx of the load balancer', 'HTTPCode_ELB_5XX_Count', 'Sum'),
        of('4xx', 'HTTPCode_Target_4XX_Count', 'Sum'),
        of('rejected connections', 'RejectedConnectionCount', 'Sum'),
      ],
    },
    {
      title: 'Response time, s',
      periodSeconds: 60,
      metrics: (['p50', 'p95', 'p99'] as const).map((stat) => of(stat, 'TargetResponseTime', stat)),
      ...limitOf(alarms, 'edge-latency'),
    },
  ]
}

type TargetGroup = LoadBalancer['targetGroupArnSuffixes'][number]

const podsWidget = (LoadBalancer: string, { name, arnSuffix }: TargetGroup): Widget => {
  const of = (label: string, count: MetricName<'AWS/ApplicationELB by target group'>): Series => ({
    label,
    metric: metric('AWS/ApplicationELB by target group', count, { LoadBalancer, TargetGroup: arnSuffix }, 'Maximum'),
  })
  return {
    title: `Pods of ${name}`,
    periodSeconds: 60,
    metrics: [of('healthy', 'HealthyHostCount'), of('unhealthy', 'UnHealthyHostCount')],
  }
}
