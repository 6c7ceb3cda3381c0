import { MalformedEventError } from '../errors.ts'
import { about } from './ask.ts'
import type { WatchEvent, WatchOptions, WatchQuery } from './client-types.ts'
import { apiErrorFrom } from './errors.ts'
import { linesOf } from './lines.ts'
import { queryString } from './query.ts'
import { type KubeObject, pathOf, type Resource } from './resource.ts'
import type { Transport } from './transport.ts'

/** The events of one watch request, until its stream ends; see `KubeClient.watch`. */
export async function* watchResource<T>(
  transport: Transport,
  resource: Resource,
  { namespace, ...query }: WatchQuery,
  { signal, onOpen }: WatchOptions,
): AsyncGenerator<WatchEvent<T>> {
  const subject = about('watch', resource, { namespace })
  // as fresh as a list would be
  const match = 'sendInitialEvents' in query ? { resourceVersionMatch: 'NotOlderThan' } : {}
  const path = pathOf(resource, { namespace }) + queryString({ watch: true, ...query, ...match })
  const stream = await transport.stream({ ...subject, method: 'GET', path, repeatable: false, signal })
  if (stream.status >= 400)
    throw apiErrorFrom(subject, { status: stream.status, body: stream.error, retryAfterMs: stream.retryAfterMs })
  onOpen?.()
  for await (const line of linesOf(stream.body)) {
    const event = parseEvent<T>(line, subject.what)
    if (event.type === 'ERROR') throw apiErrorFrom(subject, { status: 500, body: event.object })
    yield event
  }
}

const parseEvent = <T>(line: string, what: string): WatchEvent<T> | { type: 'ERROR'; object: unknown } => {
  const event = parseJson(line)
  if (isEvent<T>(event)) return event
  throw new MalformedEventError(
    `Cannot ${what}: a line of ${line.length} characters is no event. Resume from the last one`,
  )
}

// the parser's own error quotes the line, which may be a secret
const parseJson = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

const isEvent = <T>(value: unknown): value is WatchEvent<T> | { type: 'ERROR'; object: unknown } => {
  const event = value as { type?: unknown; object?: KubeObject | null } | null | undefined
  return (
    typeof event?.type === 'string' && (event.type === 'ERROR' || event.object?.metadata?.resourceVersion !== undefined)
  )
}
