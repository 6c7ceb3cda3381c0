import type { Answer } from './wire.ts'

/** Counts calls; `text` is in the format of Prometheus. */
export type Metrics = Readonly<{ record(outcome: Answer['outcome'], seconds: number): void; text(): string }>

/** Counters of the calls, and the memory of the process. */
export const createMetrics = (residentBytes: () => number = process.memoryUsage.rss): Metrics => {
  const calls = { composed: 0, refused: 0, failed: 0 }
  let seconds = 0
  return {
    record(outcome, took) {
      calls[outcome] += 1
      seconds += took
    },
    text: () =>
      [
        '# HELP taskplatform_function_calls_total Calls of Crossplane by outcome.',
        '# TYPE taskplatform_function_calls_total counter',
        ...Object.entries(calls).map(([outcome, n]) => `taskplatform_function_calls_total{outcome="${outcome}"} ${n}`),
        '# HELP taskplatform_function_compose_seconds Time spent composing.',
        '# TYPE taskplatform_function_compose_seconds summary',
        `taskplatform_function_compose_seconds_sum ${seconds}`,
        `taskplatform_function_compose_seconds_count ${calls.composed + calls.refused + calls.failed}`,
        '# HELP process_resident_memory_bytes Resident memory.',
        '# TYPE process_resident_memory_bytes gauge',
        `process_resident_memory_bytes ${residentBytes()}`,
        '',
      ].join('\n'),
  }
}
