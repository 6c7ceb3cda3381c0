import type { PlatformObservabilitySpec } from '@taskplatform/crds/layers/observability'
import { type MetricName, metric, type Statistic } from '../metric.ts'
import type { Alarm } from './alarm.ts'

type LoadBalancer = NonNullable<PlatformObservabilitySpec['loadBalancer']>

/** Alarms at the door: what users feel, whatever causes it. Here alone people are woken up. */
export const loadBalancerAlarms = ({ arnSuffix, targetGroupArnSuffixes }: LoadBalancer): Alarm[] => {
  const of = (name: MetricName<'AWS/ApplicationELB'>, stat: Statistic) =>
    metric('AWS/ApplicationELB', name, { LoadBalancer: arnSuffix }, stat)
  const errors = of('HTTPCode_Target_5XX_Count', 'Sum')
  const requests = of('RequestCount', 'Sum')
  return [
    {
      ...symptom,
      name: 'edge-target-errors',
      measure: {
        // a single failed request in a quiet night is five per cent and wakes nobody
        expression: `IF(requests > ${fewRequests}, 100 * FILL(errors, 0) / requests, 0)`,
        label: 'Failed requests, %',
        metrics: { errors, requests },
      },
      threshold: 5,
      says: 'More than 5 % of all requests fail (5xx from the pods) in 3 of 5 minutes',
      cure: 'Look at the newest version of the API first, and roll it back; then at the alarms of database and cache, and at the logs of the API.',
    },
    {
      ...symptom,
      name: 'edge-errors',
      measure: of('HTTPCode_ELB_5XX_Count', 'Sum'),
      threshold: 10,
      says: 'The load balancer answers more than 10 requests a minute with an error of its own (5xx) in 3 of 5 minutes',
      cure: 'No pod is there to answer (503), or it does not answer in time (504): look at the target groups and at the pods behind them.',
    },
    {
      ...symptom,
      name: 'edge-latency',
      measure: of('TargetResponseTime', 'p95'),
      threshold: 1,
      of: 5,
      bad: 5,
      says: 'One request in twenty takes longer than 1 s for 5 minutes',
      cure: 'Look at latency and locks of the database, at the processors of the pods, and whether the API has reached its most replicas.',
    },
    {
      ...symptom,
      severity: 'ticket',
      name: 'edge-rejected-connections',
      measure: of('RejectedConnectionCount', 'Sum'),
      threshold: 0,
      says: 'The load balancer turned connections away because it had reached its limit in 3 of 5 minutes',
      cure: 'It grows by itself within minutes; if it does not, ask AWS for a higher minimum capacity, and look whether this is an attack.',
    },
    ...targetGroupArnSuffixes.map(
      (group): Alarm => ({
        ...symptom,
        severity: 'ticket',
        name: `edge-unhealthy-${group.name}`,
        measure: metric(
          'AWS/ApplicationELB by target group',
          'UnHealthyHostCount',
          { LoadBalancer: arnSuffix, TargetGroup: group.arnSuffix },
          'Maximum',
        ),
        threshold: 0,
        of: 10,
        bad: 10,
        says: `A pod of ${group.name} does not answer its health check for 10 minutes`,
        cure: `See what the pods of ${group.name} say: kubectl describe, and their logs; /health/ready tells whether database or cache is missing.`,
      }),
    ),
  ]
}

/** Requests in a minute below which a share of them says nothing. */
const fewRequests = 20

const symptom = {
  severity: 'page',
  comparison: 'GreaterThanThreshold',
  periodSeconds: 60,
  of: 5,
  bad: 3,
  silence: 'notBreaching',
} as const
