/** One fault in the body of a dashboard, and where. */
export type DashboardComplaint = Readonly<{ dataPath: string; message: string }>

/**
 * What CloudWatch does not accept in the body of a dashboard (JSON text); empty if it does. Source: CloudWatch API, "Dashboard body
 * structure and syntax".
 */
export const complaintsAboutDashboard = (body: unknown): DashboardComplaint[] => {
  const parsed = parse(body)
  if (!parsed) return [{ dataPath: '', message: 'The field DashboardBody must be a valid JSON object' }]
  const { widgets } = parsed
  if (!Array.isArray(widgets)) return [{ dataPath: '', message: "Should have required property 'widgets'" }]
  if (widgets.length > 500) return [{ dataPath: '/widgets', message: 'Should NOT have more than 500 items' }]
  return widgets.flatMap((widget: Body, index) => complaintsAbout(widget, `/widgets/${index}`))
}

type Body = Readonly<Record<string, unknown>>

const parse = (body: unknown): Body | undefined => {
  try {
    const value: unknown = JSON.parse(String(body))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : undefined
  } catch {
    return undefined
  }
}

const complaintsAbout = (widget: Body, path: string): DashboardComplaint[] => {
  const { type, properties } = widget
  const needed = neededBy[String(type)]
  if (!needed) return [{ dataPath: `${path}/type`, message: `Should be one of ${Object.keys(neededBy).join(', ')}` }]
  if (typeof properties !== 'object' || properties === null)
    return [{ dataPath: path, message: "Should have required property 'properties'" }]
  const given = properties as Body
  return [
    ...complaintsAboutPlace(widget, path),
    ...needed
      .filter((name) => given[name] === undefined)
      .map((name) => ({ dataPath: `${path}/properties`, message: `Should have required property '${name}'` })),
    ...(type === 'metric' ? complaintsAboutMetrics(given, `${path}/properties`) : []),
  ]
}

const neededBy: Readonly<Record<string, readonly string[]>> = {
  alarm: ['alarms'],
  custom: ['endpoint'],
  explorer: ['metrics', 'labels'],
  log: ['query', 'region'],
  metric: ['region'],
  text: ['markdown'],
}

const complaintsAboutPlace = (widget: Body, path: string): DashboardComplaint[] => {
  const { x = 0, y = 0, width = 6, height = 6 } = widget as Readonly<Record<string, number>>
  const isWithin = x >= 0 && y >= 0 && width >= 1 && x + width <= 24 && height >= 1 && height <= 1000
  return isWithin ? [] : [{ dataPath: path, message: 'Should lie within 24 columns, and be 1 to 1000 high' }]
}

const complaintsAboutMetrics = (properties: Body, path: string): DashboardComplaint[] => {
  const { metrics, annotations } = properties
  if (metrics === undefined && hasAlarm(annotations)) return []
  if (!Array.isArray(metrics) || metrics.length === 0)
    return [{ dataPath: path, message: 'Should have metrics, or annotations with an alarm' }]
  if (metrics.length > 500) return [{ dataPath: `${path}/metrics`, message: 'Should NOT have more than 500 items' }]
  return metrics.flatMap((metric, index) =>
    isMetric(metric)
      ? []
      : [
          {
            dataPath: `${path}/metrics/${index}`,
            message: 'Should be namespace, name, and pairs of dimensions and values',
          },
        ],
  )
}

const hasAlarm = (annotations: unknown): boolean =>
  Array.isArray((annotations as Body | undefined)?.['alarms']) &&
  ((annotations as Body)['alarms'] as unknown[]).length === 1

/** `[namespace, name, dimension, value, ..., options]`, `.` and `...` for what the line above has, or `[{ expression }]`. */
const isMetric = (metric: unknown): boolean => {
  if (!Array.isArray(metric) || metric.length === 0) return false
  const last: unknown = metric.at(-1)
  const hasOptions = typeof last === 'object' && last !== null
  const words: unknown[] = hasOptions ? metric.slice(0, -1) : metric
  if (words.length === 0) return typeof (last as Body)['expression'] === 'string'
  if (words.some((word) => typeof word !== 'string' || word === '')) return false
  return words[0] === '...' || (words.length >= 2 && (words.includes('...') || words.length % 2 === 0))
}
