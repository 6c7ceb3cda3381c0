import { isDeepStrictEqual } from 'node:util'
import { eventsOf } from '../../core/events.ts'
import type { Facts } from '../../core/facts.ts'
import { statusOf } from '../../core/report.ts'
import type { DriftNotes } from '../../ports/drift-notes.ts'
import type { EventSink } from '../../ports/events.ts'
import type { Log } from '../../ports/log.ts'
import type { Platforms } from '../../ports/platforms.ts'

/** Writes the status if it changed, and an event for everything that happened. The only writer of status. */
export async function publish(
  { platforms, events, notes, log }: Readonly<{ platforms: Platforms; events: EventSink; notes: DriftNotes; log: Log }>,
  facts: Facts,
  signal: AbortSignal,
): Promise<void> {
  const { stored, outcome } = facts
  for (const step of outcome.done) log.info({ step: step.do, subject: subjectOf(step) }, 'step done')

  const status = finalizerChanged(facts) ? (stored.status ?? {}) : statusOf(facts)
  if (!isDeepStrictEqual(status, stored.status ?? {})) await platforms.writeStatus(stored, status, signal)

  const { apiVersion, kind, metadata } = stored
  const regarding = {
    apiVersion,
    kind,
    namespace: metadata.namespace,
    name: metadata.name,
    uid: metadata.uid ?? '',
    resourceVersion: metadata.resourceVersion,
  }
  for (const event of eventsOf(facts, status)) events.record({ regarding, ...event })
  notes.count([...(outcome.drift ?? []), ...(facts.drift ?? [])])
}

// The stored object is another version now, or gone: the watch brings the new one, and its status is written then.
const finalizerChanged = ({ outcome }: Facts): boolean =>
  outcome.done.some((step) => step.do === 'claim' || step.do === 'release')

const subjectOf = (step: Facts['outcome']['done'][number]): string | undefined =>
  'layer' in step ? step.layer.name : undefined
