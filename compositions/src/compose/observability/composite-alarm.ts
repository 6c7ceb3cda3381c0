import { changingRefTo, type Desired, managed } from '../../managed.ts'
import { existingAlarms } from './metric-alarms.ts'
import { alarmName, compositeAlarmName } from './observability-names.ts'
import { keys, type ObservabilityPlan } from './observability-plan.ts'

/**
 * One alarm over all others: on while any of them is. It makes a ticket at the first sign of trouble, and says when all is well again.
 * AWS takes the names of alarms that exist only, so that it grows with them.
 */
export const compositeAlarm = (plan: ObservabilityPlan): Desired[] => {
  const { layer } = plan
  const names = existingAlarms(plan).map((alarm) => alarmName(plan, alarm))
  if (names.length === 0) return []
  const topic = [changingRefTo(layer, keys.topic('ticket'))]
  return [
    managed(
      layer,
      'cloudwatch/CompositeAlarm',
      keys.compositeAlarm,
      {
        alarmDescription: `Something is wrong with the platform ${layer.owner.namespace}/${layer.platform}. See which alarm below is on, and do what it says.`,
        actionsEnabled: true,
        alarmActionsRefs: topic,
        okActionsRefs: topic,
        alarmRule: names.map((name) => `ALARM("${name}")`).join(' OR '),
      },
      { externalName: compositeAlarmName(plan) },
    ),
  ]
}
