import { arnOf } from '../../service/arn.ts'
import type { Attributes } from '../../service/aws-resource.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { actionsRefusal, alarmNameRefusal, alarmTopics } from './alarm-actions.ts'
import { alarmsIn } from './alarm-rule.ts'

/** An alarm over other alarms. */
export const compositeAlarm: Kind = {
  resource: managed('cloudwatch', 'CompositeAlarm', 'compositealarms'),
  title: 'CloudWatch Composite Alarm',
  service: 'CloudWatch',
  calls: { create: 'PutCompositeAlarm', modify: 'PutCompositeAlarm', delete: 'DeleteAlarms' },
  context: { create: ({ id }) => `creating CloudWatch Composite Alarm (${id})` },
  arguments: [
    'actionsEnabled',
    'actionsSuppressor',
    'alarmActions',
    'alarmDescription',
    'alarmRule',
    'insufficientDataActions',
    'okActions',
    'region',
    'tags',
  ],
  replacing: replacingOf('cloudwatch', 'CompositeAlarm'),
  references: [alarmTopics('alarmActions'), alarmTopics('okActions')],
  naming: { by: 'user' },
  create: (world, { id, args }) =>
    firstRefusal(
      () => alarmNameRefusal(id),
      () => settingsOf(world, args),
    ) ?? { actionsEnabled: args['actionsEnabled'] ?? true, arn: arnOf(world, 'cloudwatch', `alarm:${id}`) },
  modify: (world, { attributes }) => settingsOf(world, attributes),
}

const settingsOf = (world: World, args: Attributes): Refusal | undefined =>
  firstRefusal(
    () => ruleFits(world, String(args['alarmRule'] ?? '')),
    () => actionsRefusal(world, args),
  )

const ruleFits = (world: World, rule: string): Refusal | undefined => {
  const named = alarmsIn(rule)
  if (named === undefined || rule.length > 10_240)
    return refuse('ValidationError', 'AlarmRule is invalid: it could not be parsed')
  if (named.length > 100) return refuse('ValidationError', 'AlarmRule is invalid: it names more than 100 alarms')
  const missing = named.filter((name) => !exists(world, name))
  return missing.length === 0
    ? undefined
    : refuse(
        'ValidationError',
        `Could not save the composite alarm as alarms [${missing.join(', ')}] in the alarm rule do not exist`,
        { wants: 'MetricAlarm' },
      )
}

const exists = (world: World, nameOrArn: string): boolean =>
  ['MetricAlarm', 'CompositeAlarm']
    .flatMap((kind) => world.all(kind))
    .some(({ id, attributes }) => id === nameOrArn || attributes['arn'] === nameOrArn)
