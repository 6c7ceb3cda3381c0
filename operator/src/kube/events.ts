import type { Clock } from '../ports/clock.ts'
import type { EventRecord, EventSink } from '../ports/events.ts'
import type { Log } from '../ports/log.ts'
import { withoutSecrets } from '../without-secrets.ts'
import type { KubeClient } from './client-types.ts'
import { isNotFound } from './errors.ts'
import { noteWithin } from './event-note.ts'
import type { Resource } from './resource.ts'

/** An event sink that writes to the API server in the background, one event after another. */
export interface EventRecorder extends EventSink {
  /** Resolves when all that was recorded is written or given up, after 5 s at the latest: for the end of a process. */
  flush(): Promise<void>
}

/** `controller` names us in each event (`example.dev/operator`), `instance` this process. `signal` ends all writing. */
export type EventRecorderOptions = Readonly<{
  client: Pick<KubeClient, 'create' | 'mergePatch'>
  clock: Clock
  log: Log
  controller: string
  instance: string
  signal: AbortSignal
}>

/** Writes `events.k8s.io/v1` events; the same one again within 6 minutes becomes a series with a count. */
export const createEventRecorder = (options: EventRecorderOptions): EventRecorder => {
  const { clock, log } = options
  const recent = new Map<string, Recent>()
  let tail = Promise.resolve()
  let queued = 0
  let sequence = 0
  return {
    flush: () => within(flushWithinMs, tail, clock),
    record: (event) => {
      if (queued >= maxQueued) {
        log.warn({ reason: event.reason }, 'event dropped, too many are waiting')
        return
      }
      const at = clock.now()
      queued += 1
      tail = tail
        .then(() => write(options, recent, event, at, sequence++))
        .catch((err) => log.warn({ err, reason: event.reason, regarding: event.regarding.name }, 'event not written'))
        .finally(() => {
          queued -= 1
        })
    },
  }
}

/** The kind that this writes. */
export const eventsResource: Resource = {
  group: 'events.k8s.io',
  version: 'v1',
  kind: 'Event',
  plural: 'events',
  namespaced: true,
}

const maxQueued = 1_000
const flushWithinMs = 5_000
const seriesWindowMs = 6 * 60_000

const within = (ms: number, work: Promise<void>, clock: Clock): Promise<void> =>
  new Promise((resolve) => {
    const cancel = clock.setTimeout(resolve, ms)
    work.finally(cancel).then(resolve, resolve)
  })

type Recent = { namespace: string; name: string; count: number; lastAt: number }

const write = async (
  options: EventRecorderOptions,
  recent: Map<string, Recent>,
  event: EventRecord,
  at: number,
  sequence: number,
): Promise<void> => {
  forgetOld(recent, at)
  const id = identityOf(event)
  const known = recent.get(id)
  if (known && (await extendSeries(options, known, at))) return
  const namespace = event.regarding.namespace ?? 'default'
  const name = `${event.regarding.name.slice(0, 200)}.${at.toString(16)}${sequence.toString(16).padStart(4, '0')}`
  await options.client.create(eventsResource, bodyOf(options, event, namespace, name, at), callOptions(options))
  recent.set(id, { namespace, name, count: 1, lastAt: at })
}

const forgetOld = (recent: Map<string, Recent>, at: number) => {
  for (const [id, { lastAt }] of recent) if (at - lastAt > seriesWindowMs) recent.delete(id)
}

const identityOf = ({ regarding, type, reason, action, note }: EventRecord): string =>
  JSON.stringify([regarding.uid, type, reason, action, note])

// an event lives an hour, and may be gone before its series is
const extendSeries = async (options: EventRecorderOptions, known: Recent, at: number): Promise<boolean> => {
  const { namespace, name } = known
  const series = { count: known.count + 1, lastObservedTime: microTime(at) }
  try {
    await options.client.mergePatch(eventsResource, { namespace, name }, { series }, callOptions(options))
  } catch (error) {
    if (isNotFound(error)) return false
    throw error
  }
  known.count += 1
  known.lastAt = at
  return true
}

const bodyOf = (
  { controller, instance }: EventRecorderOptions,
  { regarding, type, reason, action, note }: EventRecord,
  namespace: string,
  name: string,
  at: number,
) => ({
  apiVersion: 'events.k8s.io/v1',
  kind: 'Event',
  metadata: { namespace, name },
  eventTime: microTime(at),
  reportingController: controller,
  reportingInstance: instance.slice(0, 128),
  regarding,
  type,
  reason,
  action,
  note: noteWithin(withoutSecrets(note)),
})

const callOptions = ({ signal }: EventRecorderOptions) => ({ signal, timeoutMs: 10_000 })

const microTime = (at: number): string => new Date(at).toISOString().replace('Z', '000Z')
