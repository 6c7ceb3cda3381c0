import { describe, expect, test } from 'vitest'
import type { Attributes } from '../../service/aws-resource.ts'
import { type TestAccount, testAccount } from '../../test/test-account.ts'
import { said } from '../../test/test-edge.ts'

const one: Attributes = {
  namespace: 'AWS/RDS',
  metricName: 'CPUUtilization',
  statistic: 'Average',
  period: 60,
  evaluationPeriods: 5,
  threshold: 80,
  comparisonOperator: 'GreaterThanThreshold',
}
const given = (args: Attributes): Attributes =>
  Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined))
const alarm =
  (more: Attributes, name = 'cpu') =>
  (aws: TestAccount) =>
    aws.ask('MetricAlarm', given({ ...one, ...more }), name)
const metric = (more: object = {}) => ({
  id: 'm1',
  metric: { metricName: 'FreeStorageSpace', namespace: 'AWS/RDS', stat: 'Minimum', period: 300, ...more },
})
const ratio = { id: 'e1', expression: 'IF(m1 > 0, FILL(m1, 0) / 2)', returnData: true }
const queries = (...metricQuery: object[]) =>
  alarm({
    ...Object.fromEntries(['namespace', 'metricName', 'statistic', 'period'].map((name) => [name, undefined])),
    metricQuery,
  })
const composite =
  (alarmRule: string) =>
  async (aws: TestAccount): Promise<unknown> => {
    await aws.make('MetricAlarm', one, 'cpu')
    await aws.make('MetricAlarm', one, 'free space')
    return aws.ask('CompositeAlarm', { alarmRule }, 'all')
  }
const topic = (region: string) => `arn:aws:sns:${region}:111122223333:page`

describe('CloudWatch judges', () => {
  test.each<{ why: string; call: (aws: TestAccount) => Promise<unknown>; says: string | RegExp | undefined }>([
    { why: 'an alarm is fine', call: alarm({}), says: undefined },
    {
      why: 'a name has 255 letters at most',
      call: alarm({}, 'a'.repeat(256)),
      says: /length less than or equal to 255$/,
    },
    {
      why: 'a comparison is known',
      call: alarm({ comparisonOperator: 'More' }),
      says: /^ValidationError: 1 validation error detected: Value 'More' at 'comparisonOperator'/,
    },
    {
      why: 'missing data are treated somehow',
      call: alarm({ treatMissingData: 'ok' }),
      says: /^ValidationError: 1 validation error detected: Value 'ok' at 'treatMissingData'/,
    },
    {
      why: 'an alarm watches something',
      call: alarm({ metricName: undefined }),
      says: 'ValidationError: Exactly one of MetricName and Metrics must be given',
    },
    {
      why: 'an alarm watches one thing',
      call: alarm({ metricQuery: [{ ...metric(), returnData: true }] }),
      says: 'ValidationError: Exactly one of MetricName and Metrics must be given',
    },
    {
      why: 'a metric has a namespace',
      call: alarm({ namespace: undefined }),
      says: 'ValidationError: The parameter Namespace is required',
    },
    {
      why: 'a metric is summed up in one way',
      call: alarm({ extendedStatistic: 'p99' }),
      says: 'ValidationError: Exactly one of Statistic and ExtendedStatistic must be given',
    },
    { why: 'percentiles are fine', call: alarm({ statistic: undefined, extendedStatistic: 'p99' }), says: undefined },
    {
      why: 'a period is of minutes',
      call: alarm({ period: 90 }),
      says: 'ValidationError: Metric period must be one of 10, 20, 30 or a multiple of 60, not 90',
    },
    {
      why: 'a day is long enough',
      call: alarm({ period: 1800, evaluationPeriods: 49 }),
      says: 'ValidationError: Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).',
    },
    { why: 'hours may make a week', call: alarm({ period: 3600, evaluationPeriods: 168 }), says: undefined },
    {
      why: 'no more points than periods',
      call: alarm({ datapointsToAlarm: 6 }),
      says: 'ValidationError: DatapointsToAlarm must be between 1 and EvaluationPeriods',
    },
    {
      why: 'there is a threshold',
      call: alarm({ threshold: undefined }),
      says: 'ValidationError: Exactly one of Threshold and ThresholdMetricId must be given',
    },
    { why: 'a topic of the region is told', call: alarm({ alarmActions: [topic('ap-northeast-1')] }), says: undefined },
    {
      why: 'a topic of another region is not',
      call: alarm({ alarmActions: [topic('us-east-1')] }),
      says: 'ValidationError: Invalid region us-east-1 specified. Only ap-northeast-1 is supported.',
    },
    {
      why: 'an action is an ARN',
      call: alarm({ okActions: ['page'] }),
      says: 'ValidationError: Invalid arn syntax: page',
    },
    { why: 'queries are fine', call: queries(metric(), ratio), says: undefined },
    {
      why: 'ids begin with a small letter',
      call: queries({ ...metric(), id: 'M1' }, ratio),
      says: /^ValidationError: Invalid metrics list: 'M1' is no valid Id/,
    },
    {
      why: 'ids are unique',
      call: queries(metric(), metric(), ratio),
      says: 'ValidationError: Invalid metrics list: Ids must be unique',
    },
    {
      why: 'one query is watched',
      call: queries(metric(), { ...ratio, returnData: false }),
      says: 'ValidationError: Exactly one element of the metrics list should return data.',
    },
    {
      why: 'an expression names queries',
      call: queries(metric(), { ...ratio, expression: 'm1 / m2' }),
      says: "ValidationError: Error in expression 'e1': Unresolved reference to 'm2'",
    },
    {
      why: 'a query is a metric or an expression',
      call: queries({ id: 'm1' }, ratio),
      says: "ValidationError: Invalid metrics list: 'm1' must have one of Expression and MetricStat",
    },
    {
      why: 'a query of a metric is complete',
      call: queries(metric({ stat: undefined }), ratio),
      says: "ValidationError: Invalid metrics list: 'm1' lacks its metric name, namespace or statistic",
    },
    { why: 'a rule is fine', call: composite('ALARM("cpu") OR (NOT OK(\'free space\') AND TRUE)'), says: undefined },
    {
      why: 'a rule may name ARNs',
      call: composite('ALARM(arn:aws:cloudwatch:ap-northeast-1:111122223333:alarm:cpu)'),
      says: undefined,
    },
    {
      why: 'a rule names alarms that exist',
      call: composite('ALARM(cpu) OR ALARM(disk)'),
      says: 'ValidationError: Could not save the composite alarm as alarms [disk] in the alarm rule do not exist',
    },
    {
      why: 'a rule can be read',
      call: composite('ALARM(cpu) OR'),
      says: 'ValidationError: AlarmRule is invalid: it could not be parsed',
    },
    {
      why: 'a dashboard has a plain name',
      call: (aws) => aws.ask('Dashboard', { dashboardBody: '{"widgets":[]}' }, 'a.b'),
      says: /^InvalidParameterValue: The value for field DashboardName contains invalid characters/,
    },
    {
      why: 'a dashboard is fine',
      call: (aws) => aws.ask('Dashboard', { dashboardBody: '{"widgets":[]}' }, 'tasks'),
      says: undefined,
    },
    {
      why: 'a dashboard is JSON',
      call: (aws) => aws.ask('Dashboard', { dashboardBody: '{' }, 'tasks'),
      says: /^InvalidParameterInput: The dashboard body is invalid, there are 1 validation errors: /,
    },
  ])('$why', async ({ call, says }) => {
    const answer = said(await call(testAccount()))
    if (says instanceof RegExp) expect(answer).toMatch(says)
    else expect(answer).toBe(says)
  })
})
