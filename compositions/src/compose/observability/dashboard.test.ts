import { describe, expect, test } from 'vitest'
import { earlyObservability, fullObservability } from '../../../test/observability.ts'
import { account, settled } from '../../../test/observed.ts'
import { metricCatalog } from './metric.ts'
import { composeObservability } from './observability.ts'

type Widget = Readonly<{
  type: 'metric' | 'text' | 'alarm'
  x: number
  y: number
  width: number
  height: number
  properties: Readonly<{
    title?: string
    markdown?: string
    alarms?: readonly string[]
    metrics?: readonly (readonly unknown[])[]
    annotations?: object
  }>
}>

const widgetsOf = (composite: unknown, observed = settled(composite).observed): readonly Widget[] =>
  JSON.parse(
    String(
      composeObservability(composite, observed).resources['dashboard']?.resource.spec.forProvider['dashboardBody'],
    ),
  ).widgets

const full = widgetsOf(fullObservability())
const graphs = full.filter(({ type }) => type === 'metric')
const titles = (widgets: readonly Widget[]) =>
  widgets.flatMap(({ properties: { markdown } }) => (markdown ? [markdown.replace('## ', '')] : []))

test('shows everything, from the door inwards', () =>
  expect(titles(full)).toEqual(['Load balancer', 'Database', 'Cache', 'Cluster', 'Way out', 'Logs and notifications']))

test('shows nothing that is not known yet', () =>
  expect(titles(widgetsOf(earlyObservability()))).toEqual(['Logs and notifications']))

describe.each(graphs.map((widget) => ({ title: widget.properties.title, widget })))('$title', ({ widget }) => {
  test('shows metrics that exist, under the dimensions that they are published with', () => {
    const { metrics = [] } = widget.properties
    expect(metrics.length).toBeGreaterThan(0)
    for (const series of metrics) expect(isPublished(series)).toBe(true)
  })
})

const isPublished = (series: readonly unknown[]): boolean => {
  const [namespace, name, ...rest] = series
  const dimensions = rest.slice(0, -1).filter((_, index) => index % 2 === 0)
  const values = rest.slice(0, -1).filter((_, index) => index % 2 === 1)
  return Object.entries(metricCatalog.namespaces).some(
    ([source, catalog]) =>
      source.replace(/ .*$/, '') === namespace &&
      (catalog.metrics as readonly unknown[]).includes(name) &&
      [...catalog.dimensions].sort().join() === [...dimensions].sort().join() &&
      values.every((value) => typeof value === 'string' && value !== ''),
  )
}

test('draws the line from which on an alarm is on', () => {
  const latency = graphs.find(({ properties }) => properties.title === 'Response time, s')
  expect(latency?.properties.annotations).toEqual({ horizontal: [{ label: 'Alarm', value: 1 }] })
})

test('shows how every alarm stands', () => {
  const { status } = settled(fullObservability()).composition
  const [states] = full.filter(({ type }) => type === 'alarm')
  expect(states?.properties.alarms).toEqual(
    (status['alarmNames'] as string[]).map((name) => `arn:aws:cloudwatch:ap-northeast-1:${account}:alarm:${name}`),
  )
})

test('no widget lies over another, and none leaves the grid', () => {
  const cells = full.flatMap(({ x, y, width, height }) =>
    Array.from({ length: width * height }, (_, at) => `${x + (at % width)}/${y + Math.floor(at / width)}`),
  )
  expect(new Set(cells).size).toBe(cells.length)
  expect(Math.max(...full.map(({ x, width }) => x + width))).toBeLessThanOrEqual(24)
})

test('a dashboard at the limits is within the 500 widgets that CloudWatch takes', () =>
  expect(full.length).toBeLessThan(500))
