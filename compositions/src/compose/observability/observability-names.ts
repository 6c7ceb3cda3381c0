import type { LogGroupName } from '@taskplatform/crds/layers/observability'
import { awsName, hyphenName, logGroupName } from '../../names.ts'
import type { ObservabilityPlan, Severity } from './observability-plan.ts'

type Named = Pick<ObservabilityPlan, 'layer'>

/** Name of a log group in CloudWatch Logs. */
export const logGroupNameOf = ({ layer }: Named, name: LogGroupName): string => logGroupName(layer.owner, name)

/** Name of a topic in SNS: letters, digits, hyphens. */
export const topicName = ({ layer }: Named, severity: Severity): string =>
  hyphenName(layer.owner, { max: 256, suffix: severity })

/** Name of an alarm in CloudWatch, short enough that the rule over all of them fits into its 10,240 characters. */
export const alarmName = ({ layer }: Named, { name }: Readonly<{ name: string }>): string =>
  awsName(layer.owner, name, { max: 200 })

/** Name of the alarm over all others. */
export const compositeAlarmName = ({ layer }: Named): string => awsName(layer.owner, 'platform', { max: 200 })

/** Name of the dashboard in CloudWatch: letters, digits, hyphens. */
export const dashboardName = ({ layer }: Named): string => hyphenName(layer.owner, { max: 255 })
