import type { Alarm } from '../alarms/alarm.ts'
import type { Metric } from '../metric.ts'

/** A row of the dashboard. */
export type Section = Readonly<{ title: string; widgets: readonly Widget[] }>

/** A graph: series of metrics, and the line from which on an alarm is on. */
export type Widget = Readonly<{
  title: string
  periodSeconds: 60 | 300
  metrics: readonly Series[]
  limit?: number
}>

/** A line in a graph. */
export type Series = Readonly<{ label: string; metric: Metric }>

/** The line of the alarm that watches the same; none if there is no such alarm. */
export const limitOf = (alarms: readonly Alarm[], name: string): Pick<Widget, 'limit'> => {
  const alarm = alarms.find((one) => one.name === name)
  return alarm ? { limit: alarm.threshold } : {}
}
