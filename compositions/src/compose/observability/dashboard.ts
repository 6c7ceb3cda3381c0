import { partitionOf } from '../../aws-facts.ts'
import { type Desired, managed } from '../../managed.ts'
import type { Metric } from './metric.ts'
import { existingAlarms } from './metric-alarms.ts'
import { alarmName, dashboardName } from './observability-names.ts'
import { keys, type ObservabilityPlan } from './observability-plan.ts'
import { sectionsOf } from './widgets/sections.ts'
import type { Section, Widget } from './widgets/widget.ts'

/** The dashboard of the platform. A widget is there as soon as what it shows is known. */
export const dashboard = (plan: ObservabilityPlan): Desired =>
  managed(
    plan.layer,
    'cloudwatch/Dashboard',
    keys.dashboard,
    { dashboardBody: JSON.stringify({ widgets: [...alarmStates(plan), ...laidOut(plan)] }) },
    { externalName: dashboardName(plan) },
  )

/** The grid of a dashboard is 24 wide. Source: CloudWatch user guide, "Dashboard body structure and syntax". */
const [gridWidth, width, height, titleHeight, statesHeight] = [24, 8, 6, 1, 4]

type Place = Readonly<{ x: number; y: number; width: number; height: number }>

/** How all alarms stand, at the top; they are named by ARN, and so by the account. */
const alarmStates = (plan: ObservabilityPlan) => {
  const { account, layer } = plan
  const prefix = `arn:${partitionOf(layer.region)}:cloudwatch:${layer.region}:${account}:alarm`
  const alarms = account ? existingAlarms(plan).map((alarm) => `${prefix}:${alarmName(plan, alarm)}`) : []
  if (alarms.length === 0) return []
  const place: Place = { x: 0, y: 0, width: gridWidth, height: statesHeight }
  return [{ type: 'alarm', ...place, properties: { title: 'Alarms', alarms } }]
}

const laidOut = (plan: ObservabilityPlan): object[] => {
  const sections = sectionsOf(plan)
  return sections.flatMap((section, index) => {
    const top = statesHeight + sections.slice(0, index).reduce((sum, one) => sum + heightOf(one), 0)
    return [title(section, top), ...section.widgets.map((widget, at) => graph(plan, widget, placeOf(at, top)))]
  })
}

const heightOf = ({ widgets }: Section): number =>
  titleHeight + Math.ceil(widgets.length / (gridWidth / width)) * height

const placeOf = (at: number, top: number): Place => {
  const perRow = gridWidth / width
  return { x: (at % perRow) * width, y: top + titleHeight + Math.floor(at / perRow) * height, width, height }
}

const title = ({ title }: Section, y: number) => ({
  type: 'text',
  ...{ x: 0, y, width: gridWidth, height: titleHeight },
  properties: { markdown: `## ${title}` },
})

const graph = ({ layer }: ObservabilityPlan, { title, metrics, periodSeconds, limit }: Widget, place: Place) => ({
  type: 'metric',
  ...place,
  properties: {
    title,
    region: layer.region,
    view: 'timeSeries',
    stacked: false,
    period: periodSeconds,
    metrics: metrics.map(({ label, metric }) => series(label, metric)),
    yAxis: { left: { min: 0 } },
    ...(limit === undefined ? {} : { annotations: { horizontal: [{ label: 'Alarm', value: limit }] } }),
  },
})

const series = (label: string, { namespace, name, dimensions, stat }: Metric) => [
  namespace,
  name,
  ...Object.entries(dimensions).flat(),
  { label, stat },
]
