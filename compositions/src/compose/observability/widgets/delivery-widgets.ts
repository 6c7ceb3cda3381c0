import { logGroupNames } from '@taskplatform/crds/layers/observability'
import { type MetricName, metric } from '../metric.ts'
import { logGroupNameOf, topicName } from '../observability-names.ts'
import { type ObservabilityPlan, severities } from '../observability-plan.ts'
import type { Series, Widget } from './widget.ts'

/** Whether what should be heard of is heard of. */
export const deliveryWidgets = (plan: ObservabilityPlan): Widget[] => {
  const perLogGroup = (name: MetricName<'AWS/Logs'>): Series[] =>
    logGroupNames.map((group) => ({
      label: group,
      metric: metric('AWS/Logs', name, { LogGroupName: logGroupNameOf(plan, group) }, 'Sum'),
    }))
  const perTopic = (name: MetricName<'AWS/SNS'>, word: string): Series[] =>
    severities.map((severity) => ({
      label: `${severity} ${word}`,
      metric: metric('AWS/SNS', name, { TopicName: topicName(plan, severity) }, 'Sum'),
    }))
  return [
    { title: 'Log events', periodSeconds: 300, metrics: perLogGroup('IncomingLogEvents') },
    { title: 'Log bytes', periodSeconds: 300, metrics: perLogGroup('IncomingBytes') },
    {
      title: 'Notifications',
      periodSeconds: 300,
      metrics: [
        ...perTopic('NumberOfNotificationsDelivered', 'delivered'),
        ...perTopic('NumberOfNotificationsFailed', 'failed'),
      ],
    },
  ]
}
