import type { Attributes } from '../../service/aws-resource.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import { periodRefusal } from './period.ts'

/** CloudWatch's no to the queries of an alarm: metrics and expressions over them, of which one is watched. */
export const queriesRefusal = (args: Attributes): Refusal | undefined => {
  const queries = args['metricQuery'] as readonly Attributes[]
  const ids = queries.map(({ id }) => String(id))
  const alone = ['namespace', 'dimensions', 'statistic', 'extendedStatistic', 'period'].find(
    (name) => args[name] !== undefined,
  )
  if (alone) return refuse('ValidationError', `${alone} must not be given together with Metrics`)
  return firstRefusal(
    () => idsFit(ids),
    ...queries.map((query) => () => queryFits(query, ids)),
    () => watchesOne(queries),
  )
}

const idsFit = (ids: readonly string[]): Refusal | undefined => {
  const wrong = ids.find((id) => !/^[a-z][a-zA-Z0-9_]*$/.test(id))
  if (wrong !== undefined)
    return refuse(
      'ValidationError',
      `Invalid metrics list: '${wrong}' is no valid Id: it must begin with a small letter`,
    )
  return new Set(ids).size < ids.length
    ? refuse('ValidationError', 'Invalid metrics list: Ids must be unique')
    : undefined
}

const queryFits = ({ id, expression, metric, period }: Attributes, ids: readonly string[]): Refusal | undefined => {
  if ((expression === undefined) === (metric === undefined))
    return refuse('ValidationError', `Invalid metrics list: '${id}' must have one of Expression and MetricStat`)
  if (metric === undefined) return expressionFits(String(id), String(expression), ids) ?? periodOr(period)
  const { metricName, namespace, stat, period: every } = metric as Attributes
  if ([metricName, namespace, stat].some((field) => field === undefined))
    return refuse('ValidationError', `Invalid metrics list: '${id}' lacks its metric name, namespace or statistic`)
  return periodRefusal(every)
}

const periodOr = (period: unknown): Refusal | undefined => (period === undefined ? undefined : periodRefusal(period))

/** Functions are written in capitals, ids begin with a small letter; texts in quotation marks are neither. */
const expressionFits = (id: string, expression: string, ids: readonly string[]): Refusal | undefined => {
  const named = expression.replace(/"[^"]*"|'[^']*'/g, '').match(/\b[a-z]\w*/g) ?? []
  const unknown = named.find((name) => !ids.includes(name))
  return unknown === undefined
    ? undefined
    : refuse('ValidationError', `Error in expression '${id}': Unresolved reference to '${unknown}'`)
}

const watchesOne = (queries: readonly Attributes[]): Refusal | undefined =>
  queries.filter(({ returnData }) => returnData === true).length === 1
    ? undefined
    : refuse('ValidationError', 'Exactly one element of the metrics list should return data.')
