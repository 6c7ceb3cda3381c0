import type { Clock } from '../ports/clock.ts'
import type { KubeClient, ListQuery, WatchEvent, WatchQuery } from './client-types.ts'
import type { Source } from './follow.ts'
import { type KubeObject, keyOf, type Resource } from './resource.ts'
import { type Listening, untilSilent } from './silence.ts'
import { stripBulk } from './strip.ts'

/** What to read and how: `transform` shrinks objects before they are kept, after their bulk was stripped. */
export type SourceOptions<T> = Readonly<{
  client: Pick<KubeClient, 'list' | 'watch'>
  resource: Resource
  clock: Clock
  transform?: ((object: T) => T) | undefined
  random?: (() => number) | undefined
}> &
  Pick<ListQuery, 'namespace' | 'labelSelector' | 'fieldSelector'>

/** Who is told: that something was heard at all, a complete list, single events, and when a watch is open. */
export type Hearer<T> = Readonly<{
  hear(): void
  opened(): void
  closed(): void
  replace(items: readonly T[], version: string): void
  event(event: WatchEvent<T>, version: string): void
}>

/** A stream without a word for so long is dead: bookmarks come about every minute. */
export const silenceLimitMs = 70_000

/** A collection of the API server, read as a whole and followed. */
export const sourceOf = <T extends KubeObject>(options: SourceOptions<T>, hearer: Hearer<T>): Source => {
  const { client, resource, clock, random = Math.random, transform = (object) => object } = options
  const { namespace, labelSelector, fieldSelector } = options
  const selection = { namespace, labelSelector, fieldSelector }
  const keep = (object: T): T => transform(stripBulk(object))
  return {
    list: async (signal) => {
      const { items, resourceVersion } = await client.list<T>(resource, selection, { signal, timeoutMs: listTimeoutMs })
      hearer.hear()
      hearer.replace(items.map(keep), resourceVersion)
      return resourceVersion
    },
    watch: async (start, reached, signal) => {
      const query: WatchQuery = {
        ...selection,
        ...(start === undefined ? { sendInitialEvents: true } : { resourceVersion: start }),
        timeoutSeconds: Math.round(minWatchSeconds * (1 + random())),
        allowWatchBookmarks: true,
      }
      const listen: Listening<WatchEvent<T>> = (signal, hear) => {
        const onOpen = () => {
          hearer.opened()
          hear()
        }
        return client.watch<T>(resource, query, { signal, onOpen })
      }
      let initial = start === undefined ? new Map<string, T>() : undefined
      const how = { clock, limitMs: silenceLimitMs, signal, onHeard: hearer.hear }
      try {
        for await (const heard of untilSilent(listen, how)) {
          const event = heard.type === 'BOOKMARK' ? heard : { ...heard, object: keep(heard.object) }
          const version = event.object.metadata?.resourceVersion ?? ''
          if (!initial) hearer.event(event, version)
          else if (!endsInitialEvents(event)) {
            gather(initial, event)
            continue
          } else {
            hearer.replace([...initial.values()], version)
            initial = undefined
          }
          reached(version)
        }
      } finally {
        hearer.closed()
      }
    },
  }
}

/** All pages together. */
const listTimeoutMs = 120_000

/** Up to twice as long, so that the watches of many processes do not end together. */
const minWatchSeconds = 300

/** https://kubernetes.io/docs/reference/using-api/api-concepts/#streaming-lists */
const endsInitialEvents = ({ type, object }: WatchEvent<KubeObject>): boolean =>
  type === 'BOOKMARK' && object.metadata?.annotations?.['k8s.io/initial-events-end'] === 'true'

// what happens while the list streams comes in between, as the changes that it is
const gather = <T extends KubeObject>(items: Map<string, T>, { type, object }: WatchEvent<T>): void => {
  if (type === 'BOOKMARK') return
  if (type === 'DELETED') items.delete(keyOf(object))
  else items.set(keyOf(object), object)
}
