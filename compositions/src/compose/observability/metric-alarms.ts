import { changingRefTo, type Desired, managed, type Parameters } from '../../managed.ts'
import { asked, observation } from '../../observed.ts'
import { type Alarm, type Expression, isExpression } from './alarms/alarm.ts'
import type { Metric } from './metric.ts'
import { alarmName } from './observability-names.ts'
import { keys, type ObservabilityPlan } from './observability-plan.ts'

/** The alarms on what is known so far. They are bound to the topics by reference, and so wait for them. */
export const metricAlarms = (plan: ObservabilityPlan): Desired[] => plan.alarms.map((alarm) => metricAlarm(plan, alarm))

/** The alarms that AWS has, as far as was ever told: a status that is lost makes none disappear. */
export const existingAlarms = (plan: ObservabilityPlan): readonly Alarm[] => {
  const { observed } = plan
  const rule = asked(observed, 'cloudwatch/CompositeAlarm', keys.compositeAlarm).alarmRule ?? ''
  return plan.alarms.filter((alarm) => {
    const { arn } = observation(observed, 'cloudwatch/MetricAlarm', keys.alarm(alarm.name))
    return arn !== undefined || rule.includes(`"${alarmName(plan, alarm)}"`)
  })
}

const metricAlarm = (plan: ObservabilityPlan, alarm: Alarm): Desired => {
  const { layer } = plan
  const topic = [changingRefTo(layer, keys.topic(alarm.severity))]
  return managed(
    layer,
    'cloudwatch/MetricAlarm',
    keys.alarm(alarm.name),
    {
      alarmDescription: `${alarm.says}. ${alarm.cure}`,
      actionsEnabled: true,
      alarmActionsRefs: topic,
      okActionsRefs: topic,
      comparisonOperator: alarm.comparison,
      threshold: alarm.threshold,
      evaluationPeriods: alarm.of,
      datapointsToAlarm: alarm.bad,
      treatMissingData: alarm.silence,
      ...(isExpression(alarm.measure) ? overMany(alarm.measure, alarm) : overOne(alarm.measure, alarm)),
    },
    { externalName: alarmName(plan, alarm) },
  )
}

type Measure = Partial<Parameters<'cloudwatch/MetricAlarm'>>

const overOne = ({ namespace, name, dimensions, stat }: Metric, { periodSeconds }: Alarm): Measure => ({
  namespace,
  metricName: name,
  dimensions,
  period: periodSeconds,
  ...(stat.startsWith('p')
    ? // a percentile of a handful of requests is one request
      { extendedStatistic: stat, evaluateLowSampleCountPercentiles: 'ignore' }
    : { statistic: stat }),
})

const overMany = ({ expression, label, metrics }: Expression, { periodSeconds }: Alarm): Measure => ({
  metricQuery: [
    { id: 'result', expression, label, returnData: true },
    ...Object.entries(metrics).map(([id, { namespace, name, dimensions, stat }]) => ({
      id,
      metric: { namespace, metricName: name, dimensions, period: periodSeconds, stat },
      returnData: false,
    })),
  ],
})
