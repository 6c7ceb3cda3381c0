/** Where measurements go. Asking twice for one name gives the same series, so that parts can be made in any number. */
export interface Metrics {
  counter(spec: MetricSpec): Counter
  gauge(spec: MetricSpec): Gauge
  histogram(spec: MetricSpec & { buckets: readonly number[] }): Histogram
  /** A gauge read at the moment someone looks; the function returned stops the reading. */
  observe(spec: MetricSpec, read: () => Iterable<Sample>): () => void
}

/** Prometheus name with its unit, one sentence of help, and the names of the labels (never object names). */
export type MetricSpec = Readonly<{ name: string; help: string; labels: readonly string[] }>

/** The value of every label of a series. */
export type Labels = Readonly<Record<string, string>>

/** One value of an observed gauge. */
export type Sample = Readonly<{ labels: Labels; value: number }>

/** Only rises. `by` 0 makes the series exist, so that rates work from the first scrape. */
export interface Counter {
  add(labels: Labels, by?: number): void
}

/** Rises and falls. */
export interface Gauge {
  set(labels: Labels, value: number): void
}

/** Counts values by size. */
export interface Histogram {
  observe(labels: Labels, value: number): void
  /** Makes the series exist. */
  zero(labels: Labels): void
}

/** Measures nothing: for programs without a metrics endpoint. */
export const noMetrics: Metrics = {
  counter: () => ({ add: () => {} }),
  gauge: () => ({ set: () => {} }),
  histogram: () => ({ observe: () => {}, zero: () => {} }),
  observe: () => () => {},
}
