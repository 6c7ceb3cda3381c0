import type { Clock } from '../ports/clock.ts'
import type { Metrics } from '../ports/metrics.ts'

/** Measurements of one queue under client-go's names and controller-runtime's labels, all series at 0 from the start. */
export const queueMetrics = (
  metrics: Metrics,
  name: string,
  clock: Clock,
  depths: () => ReadonlyMap<number, number>,
) => {
  const labels = { name, controller: name }
  const spec = (suffix: string, help: string) => ({
    name: `workqueue_${suffix}`,
    help,
    labels: ['name', 'controller'],
  })
  const adds = metrics.counter(spec('adds_total', 'Keys added, without those that waited already.'))
  const retries = metrics.counter(spec('retries_total', 'Keys added with a delay: after a failure, or to look again.'))
  const waited = metrics.histogram({ ...spec('queue_duration_seconds', 'Time a key waits to be served.'), buckets })
  const worked = metrics.histogram({ ...spec('work_duration_seconds', 'Time a key is worked on.'), buckets })
  const addedAt = new Map<string, number>()
  const begunAt = new Map<string, number>()
  const seconds = (since: number | undefined) => (clock.monotonic() - (since ?? clock.monotonic())) / 1000
  const running = () => [...begunAt.values()].map(seconds)
  const single = (value: number) => [{ labels, value }]
  adds.add(labels, 0)
  retries.add(labels, 0)
  waited.zero(labels)
  worked.zero(labels)
  metrics.observe(
    { ...spec('depth', 'Keys that wait to be served, by priority.'), labels: ['name', 'controller', 'priority'] },
    () =>
      [...new Map([...everAsked, ...depths()])].map(([priority, value]) => ({
        labels: { ...labels, priority: String(priority) },
        value,
      })),
  )
  metrics.observe(spec('unfinished_work_seconds', 'Time spent so far on all keys being worked on.'), () =>
    single(running().reduce((sum, each) => sum + each, 0)),
  )
  metrics.observe(
    spec('longest_running_processor_seconds', 'Time spent so far on the key worked on the longest.'),
    () => single(Math.max(0, ...running())),
  )
  return {
    added: (key: string) => {
      adds.add(labels)
      if (!addedAt.has(key)) addedAt.set(key, clock.monotonic())
    },
    retried: () => retries.add(labels),
    begun: (key: string) => {
      waited.observe(labels, seconds(addedAt.get(key)))
      addedAt.delete(key)
      begunAt.set(key, clock.monotonic())
    },
    ended: (key: string) => {
      worked.observe(labels, seconds(begunAt.get(key)))
      begunAt.delete(key)
    },
    /** Milliseconds since the key worked on the longest was begun; 0 if none is. */
    longestRunningMs: () => Math.max(0, ...running()) * 1000,
  }
}

/** The priorities that are told even while nothing waits under them: changes, and what can wait. */
const everAsked: readonly (readonly [number, number])[] = [
  [0, 0],
  [-100, 0],
]

/** Seconds; client-go's powers of ten. */
const buckets = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1, 10, 100, 1000]
