import type { Metrics } from '../ports/metrics.ts'
import { type EndReason, endReasons } from './watch-end.ts'

/** Why a collection was listed again. */
export type RelistReason = EndReason | 'initial'

/** Measurements of one reflector, all series at 0 from the start. */
export const reflectorMetrics = (metrics: Metrics, resource: string) => {
  const relists = metrics.counter({
    name: 'reflector_relists_total',
    help: 'Complete lists read, by reason.',
    labels: ['resource', 'reason'],
  })
  const restarts = metrics.counter({
    name: 'reflector_watch_restarts_total',
    help: 'Watches that ended and were begun again, by reason; `ended` is the regular one.',
    labels: ['resource', 'reason'],
  })
  const handlerErrors = metrics.counter({
    name: 'reflector_handler_errors_total',
    help: 'Changes that a listener failed to take.',
    labels: ['resource'],
  })
  for (const reason of endReasons) restarts.add({ resource, reason }, 0)
  for (const reason of ['initial', 'expired', 'malformed', 'refused'] as const) relists.add({ resource, reason }, 0)
  handlerErrors.add({ resource }, 0)
  return {
    relisted: (reason: RelistReason) => relists.add({ resource, reason }),
    restarted: (reason: EndReason) => restarts.add({ resource, reason }),
    handlerFailed: () => handlerErrors.add({ resource }),
    /** Reports, whenever someone looks, how long ago the API server was heard; nothing before the first time. */
    reportAge: (ageMs: () => number | undefined) =>
      metrics.observe(
        {
          name: 'reflector_last_event_age_seconds',
          help: 'Time since the API server was last heard on this watch.',
          labels: ['resource'],
        },
        () => {
          const age = ageMs()
          return age === undefined ? [] : [{ labels: { resource }, value: age / 1000 }]
        },
      ),
  }
}
