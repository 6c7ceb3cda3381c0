import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { MetricSpec, Metrics, Sample } from '../ports/metrics.ts'

/** Measurements in Prometheus' text format. */
export type MetricsRegistry = Metrics & Readonly<{ text(): Promise<string>; contentType: string }>

/** An empty registry; with `process`, also memory, CPU, handles and event loop delay of this process. */
export const createMetrics = (options: Readonly<{ process: boolean }>): MetricsRegistry => {
  const registry = new Registry()
  if (options.process) collectDefaultMetrics({ register: registry })
  const readers = new Map<string, Set<() => Iterable<Sample>>>()
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    counter: (spec) => {
      const counter = once(registry, spec, () => new Counter(settings(registry, spec)))
      return { add: (labels, by = 1) => counter.inc(labels, by) }
    },
    gauge: (spec) => {
      const gauge = once(registry, spec, () => new Gauge(settings(registry, spec)))
      return { set: (labels, value) => gauge.set(labels, value) }
    },
    histogram: (spec) => {
      const histogram = once(
        registry,
        spec,
        () => new Histogram({ ...settings(registry, spec), buckets: [...spec.buckets] }),
      )
      return { observe: (labels, value) => histogram.observe(labels, value), zero: (labels) => histogram.zero(labels) }
    },
    observe: (spec, read) => {
      const reads = readers.get(spec.name) ?? new Set()
      readers.set(spec.name, reads.add(read))
      once(registry, spec, () => new Gauge({ ...settings(registry, spec), collect: fillFrom(reads) }))
      return () => reads.delete(read)
    },
  }
}

// prom-client refuses a second metric of one name: parts made in numbers share the first
const once = <T>(registry: Registry, { name }: MetricSpec, create: () => T): T =>
  (registry.getSingleMetric(name) as T | undefined) ?? create()

const settings = (registry: Registry, { name, help, labels }: MetricSpec) => ({
  name,
  help,
  labelNames: [...labels],
  registers: [registry],
})

const fillFrom = (reads: ReadonlySet<() => Iterable<Sample>>) =>
  function fill(this: Gauge): void {
    this.reset()
    for (const read of reads) for (const { labels, value } of read()) this.set(labels, value)
  }
