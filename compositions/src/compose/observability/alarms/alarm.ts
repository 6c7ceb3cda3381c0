import type { Metric } from '../metric.ts'
import type { Severity } from '../observability-plan.ts'

/** An alarm as data: what is measured, from when on it is bad, and what somebody should do then. */
export type Alarm = Readonly<{
  /** Part of its composition key and of its name in AWS. It never changes its meaning. */
  name: string
  /** Page for symptoms that users feel, ticket for all else. */
  severity: Severity
  /** One metric, or an expression over several. */
  measure: Metric | Expression
  comparison: 'GreaterThanThreshold' | 'LessThanThreshold'
  threshold: number
  periodSeconds: 60 | 300
  /** Periods that are looked at, and how many of them must be bad. */
  of: number
  bad: number
  /** What silence means: counters are silent while nothing happens, gauges when nobody measures. */
  silence: 'notBreaching' | 'missing'
  /** What is wrong, in a sentence without a full stop. */
  says: string
  /** What to do, in sentences. */
  cure: string
}>

/** Metric math over metrics, named by the letters that the expression uses. */
export type Expression = Readonly<{ expression: string; label: string; metrics: Readonly<Record<string, Metric>> }>

/** Whether the measure is an expression. */
export const isExpression = (measure: Metric | Expression): measure is Expression => 'expression' in measure

/** The same metric of several things as `m1`, `m2`, ... for an expression; CloudWatch takes ten in an alarm. */
export const numbered = (metrics: readonly Metric[], letter = 'm'): Readonly<Record<string, Metric>> =>
  Object.fromEntries(metrics.map((one, place) => [`${letter}${place + 1}`, one]))

/** `[m1,m2]`: unlike m1+m2, functions over a list count only those that have data. */
export const listOf = (metrics: Readonly<Record<string, Metric>>): string => `[${Object.keys(metrics).join(',')}]`
