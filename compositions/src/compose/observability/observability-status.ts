import { logGroupNames, type PlatformObservabilityStatus } from '@taskplatform/crds/layers/observability'
import { observation } from '../../observed.ts'
import { known } from '../known.ts'
import { existingAlarms } from './metric-alarms.ts'
import { alarmName, compositeAlarmName, dashboardName, logGroupNameOf } from './observability-names.ts'
import { keys, type ObservabilityPlan, severities } from './observability-plan.ts'

/** Where alerts and logs go and what stands guard, each as soon as AWS has told it. */
export const observabilityStatus = (plan: ObservabilityPlan): PlatformObservabilityStatus => {
  const { observed, account } = plan
  const topicArn = (severity: 'page' | 'ticket') => observation(observed, 'sns/Topic', keys.topic(severity)).arn
  return known({
    accountId: account,
    pageTopicArn: topicArn('page'),
    ticketTopicArn: topicArn('ticket'),
    topicsKeyArn: observation(observed, 'kms/Key', keys.key).arn,
    logGroups: logGroupNames.flatMap((name) => logGroupStatus(plan, name)),
    dashboardName: observed[keys.dashboard] && dashboardName(plan),
    compositeAlarmName: observed[keys.compositeAlarm] && compositeAlarmName(plan),
    alarmNames: existingAlarms(plan).map((alarm) => alarmName(plan, alarm)),
    unconfirmedEmails: unconfirmed(plan),
  })
}

const logGroupStatus = (plan: ObservabilityPlan, name: (typeof logGroupNames)[number]) => {
  const { arn } = observation(plan.observed, 'cloudwatchlogs/Group', keys.logGroup(name))
  // with ":*" an ARN means the streams in the group
  return arn ? [{ name, logGroupName: logGroupNameOf(plan, name), arn: arn.replace(/:\*$/, '') }] : []
}

const unconfirmed = ({ observed, spec }: ObservabilityPlan): string[] => {
  const pending = severities.flatMap((severity) =>
    spec.emails[severity].filter(
      (address) =>
        observation(observed, 'sns/TopicSubscription', keys.subscription(severity, address)).pendingConfirmation ===
        true,
    ),
  )
  return [...new Set(pending)]
}
