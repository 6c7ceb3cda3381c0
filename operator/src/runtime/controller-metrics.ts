import type { Metrics } from '../ports/metrics.ts'

/** How a reconcile ended: the values of the `result` label. */
export type ReconcileResult = (typeof results)[number]

const results = ['success', 'error', 'requeue', 'requeue_after'] as const

/** Measurements of one controller under controller-runtime's names, so that its dashboards work; all at 0 from the start. */
export const controllerMetrics = (metrics: Metrics, controller: string, workers: number) => {
  const spec = (suffix: string, help: string, labels = ['controller']) => ({
    name: `controller_runtime_${suffix}`,
    help,
    labels,
  })
  const total = metrics.counter(spec('reconcile_total', 'Reconciles, by result.', ['controller', 'result']))
  const errors = metrics.counter(spec('reconcile_errors_total', 'Reconciles that failed.'))
  const terminal = metrics.counter(spec('terminal_reconcile_errors_total', 'Failures that only a new spec will heal.'))
  const panics = metrics.counter(spec('reconcile_panics_total', 'Failures that are mistakes in the program.'))
  const timeouts = metrics.counter(spec('reconcile_timeouts_total', 'Reconciles that took too long.'))
  const times = metrics.histogram({ ...spec('reconcile_time_seconds', 'Duration of reconciles.'), buckets })
  const active = metrics.gauge(spec('active_workers', 'Reconciles going on.'))
  const labels = { controller }
  for (const result of results) total.add({ controller, result }, 0)
  for (const counter of [errors, terminal, panics, timeouts]) counter.add(labels, 0)
  metrics.gauge(spec('max_concurrent_reconciles', 'Reconciles that may go on at once.')).set(labels, workers)
  active.set(labels, 0)
  times.zero(labels)
  let running = 0
  return {
    begun: () => active.set(labels, ++running),
    ended: (result: ReconcileResult | undefined, seconds: number) => {
      active.set(labels, --running)
      times.observe(labels, seconds)
      if (result) total.add({ controller, result })
    },
    failed: (kind: 'terminal' | 'timeout' | 'panic' | 'other') => {
      errors.add(labels)
      if (kind === 'terminal') terminal.add(labels)
      if (kind === 'timeout') timeouts.add(labels)
      if (kind === 'panic') panics.add(labels)
    },
  }
}

/** Seconds; controller-runtime's. */
const buckets = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 1.75, 2,
  2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60,
]
