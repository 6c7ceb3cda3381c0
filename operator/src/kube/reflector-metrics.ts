import type { Metrics } from '../ports/metrics.ts'
import { type EndReason, endReasons } from './watch-end.ts'

/** Why a collection was listed again. */
export type RelistReason = EndReason | 'initial'

const relistReasons = ['initial', 'expired', 'malformed', 'refused'] as const satisfies readonly RelistReason[]

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
  const observe = (suffix: string, help: string, read: () => number | undefined) =>
    metrics.observe({ name: `reflector_${suffix}`, help, labels: ['resource'] }, () => {
      const value = read()
      return value === undefined ? [] : [{ labels: { resource }, value }]
    })
  for (const reason of endReasons) restarts.add({ resource, reason }, 0)
  for (const reason of relistReasons) relists.add({ resource, reason }, 0)
  handlerErrors.add({ resource }, 0)
  return {
    relisted: (reason: RelistReason) => relists.add({ resource, reason }),
    restarted: (reason: EndReason) => restarts.add({ resource, reason }),
    handlerFailed: () => handlerErrors.add({ resource }),
    /** Reports, whenever someone looks, until the function returned is called. What is not known is left out. */
    report: ({ heardMsAgo, openForMs, objects }: Reported) => {
      const stops = [
        observe(
          'last_event_age_seconds',
          'Time since the API server was last heard on this watch.',
          seconds(heardMsAgo),
        ),
        observe('watch_age_seconds', 'Time since the watch that is open was opened.', seconds(openForMs)),
        observe('objects', 'Objects in the local copy.', objects),
      ]
      return () => {
        for (const stop of stops) stop()
      }
    },
  }
}

type Reported = Readonly<{
  heardMsAgo: () => number | undefined
  openForMs: () => number | undefined
  objects: () => number
}>

const seconds = (ms: () => number | undefined) => () => {
  const value = ms()
  return value === undefined ? undefined : value / 1000
}
