import { arnOf } from '../../service/arn.ts'
import type { Attributes } from '../../service/aws-resource.ts'
import type { Kind } from '../../service/kind.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'
import { actionsRefusal, alarmNameRefusal, alarmTopics } from './alarm-actions.ts'
import { queriesRefusal } from './metric-queries.ts'
import { periodRefusal } from './period.ts'

/** Watches a metric, or an expression over several. */
export const metricAlarm: Kind = {
  resource: managed('cloudwatch', 'MetricAlarm', 'metricalarms'),
  title: 'CloudWatch Metric Alarm',
  service: 'CloudWatch',
  calls: { create: 'PutMetricAlarm', modify: 'PutMetricAlarm', delete: 'DeleteAlarms' },
  context: { create: ({ id }) => `creating CloudWatch Metric Alarm (${id})` },
  arguments: [
    'actionsEnabled',
    'alarmActions',
    'alarmDescription',
    'comparisonOperator',
    'datapointsToAlarm',
    'dimensions',
    'evaluateLowSampleCountPercentiles',
    'evaluationPeriods',
    'extendedStatistic',
    'insufficientDataActions',
    'metricName',
    'metricQuery',
    'namespace',
    'okActions',
    'period',
    'region',
    'statistic',
    'tags',
    'threshold',
    'thresholdMetricId',
    'treatMissingData',
    'unit',
  ],
  replacing: replacingOf('cloudwatch', 'MetricAlarm'),
  references: [alarmTopics('okActions')],
  naming: { by: 'user' },
  create: (world, { id, args }) =>
    firstRefusal(
      () => alarmNameRefusal(id),
      () => settingsOf(world, args),
    ) ?? {
      actionsEnabled: args['actionsEnabled'] ?? true,
      arn: arnOf(world, 'cloudwatch', `alarm:${id}`),
      treatMissingData: args['treatMissingData'] ?? 'missing',
    },
  modify: (world, { attributes }) => settingsOf(world, attributes),
}

const operators = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'GreaterThanUpperThreshold',
  'LessThanLowerOrGreaterThanUpperThreshold',
  'LessThanLowerThreshold',
  'LessThanOrEqualToThreshold',
  'LessThanThreshold',
]
const missingData = ['breaching', 'ignore', 'missing', 'notBreaching']

const settingsOf = (world: World, args: Attributes): Refusal | undefined =>
  firstRefusal(
    () => oneOf('comparisonOperator', args['comparisonOperator'], operators),
    () => oneOf('treatMissingData', args['treatMissingData'] ?? 'missing', missingData),
    () => hasOneSource(args),
    () => (args['metricQuery'] === undefined ? metricFits(args) : queriesRefusal(args)),
    () => hasThreshold(args),
    () => countsFit(args),
    () => actionsRefusal(world, args),
  )

const oneOf = (name: string, value: unknown, known: readonly string[]): Refusal | undefined =>
  known.includes(String(value))
    ? undefined
    : refuse(
        'ValidationError',
        `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must satisfy enum value set: [${known.join(', ')}]`,
      )

const hasOneSource = ({ metricName, metricQuery }: Attributes): Refusal | undefined => {
  const hasQueries = Array.isArray(metricQuery) && metricQuery.length > 0
  return hasQueries === (metricName !== undefined)
    ? refuse('ValidationError', 'Exactly one of MetricName and Metrics must be given')
    : undefined
}

const statistics = ['Average', 'Maximum', 'Minimum', 'SampleCount', 'Sum']

const metricFits = (args: Attributes): Refusal | undefined => {
  const { namespace, statistic, extendedStatistic, period } = args
  if (namespace === undefined) return refuse('ValidationError', 'The parameter Namespace is required')
  if ((statistic === undefined) === (extendedStatistic === undefined))
    return refuse('ValidationError', 'Exactly one of Statistic and ExtendedStatistic must be given')
  if (statistic !== undefined && !statistics.includes(String(statistic)))
    return oneOf('statistic', statistic, statistics)
  if (extendedStatistic !== undefined && !/^(p|tm|tc|ts|wm|IQM|TM|TC|TS|WM|PR)/.test(String(extendedStatistic)))
    return refuse('ValidationError', `The value ${extendedStatistic} for parameter ExtendedStatistic is not supported.`)
  return period === undefined ? refuse('ValidationError', 'The parameter Period is required') : periodRefusal(period)
}

const hasThreshold = ({ threshold, thresholdMetricId }: Attributes): Refusal | undefined =>
  (threshold === undefined) === (thresholdMetricId === undefined)
    ? refuse('ValidationError', 'Exactly one of Threshold and ThresholdMetricId must be given')
    : undefined

const daySeconds = 86_400

/** An hour and more may be watched over a week, shorter periods over a day. */
const countsFit = ({ evaluationPeriods, datapointsToAlarm, period = 60 }: Attributes): Refusal | undefined => {
  const periods = Number(evaluationPeriods)
  if (!(periods >= 1)) return refuse('ValidationError', 'EvaluationPeriods must be at least 1')
  if (datapointsToAlarm !== undefined && !(Number(datapointsToAlarm) >= 1 && Number(datapointsToAlarm) <= periods))
    return refuse('ValidationError', 'DatapointsToAlarm must be between 1 and EvaluationPeriods')
  const longest = Number(period) >= 3600 ? 7 * daySeconds : daySeconds
  return periods * Number(period) > longest
    ? refuse(
        'ValidationError',
        `Metrics cannot be checked across more than ${longest === daySeconds ? 'a day' : 'a week'} (EvaluationPeriods * Period must be <= ${longest}).`,
      )
    : undefined
}
