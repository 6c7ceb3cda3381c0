import { TransportError } from '../errors.ts'
import { about } from './ask.ts'
import type { WatchEvent, WatchQuery } from './client-types.ts'
import { apiErrorFrom } from './errors.ts'
import { linesOf } from './lines.ts'
import { queryString } from './query.ts'
import { pathOf, type Resource } from './resource.ts'
import type { Transport } from './transport.ts'

/** The events of one watch request, until its stream ends; see `KubeClient.watch`. */
export async function* watchResource<T>(
  transport: Transport,
  resource: Resource,
  { namespace, ...query }: WatchQuery,
  { signal }: { signal: AbortSignal },
): AsyncGenerator<WatchEvent<T>> {
  const subject = about('watch', resource, { namespace })
  const path = pathOf(resource, { namespace }) + queryString({ watch: true, ...query })
  const stream = await transport.stream({ ...subject, method: 'GET', path, repeatable: false, signal })
  if (stream.status >= 400) throw apiErrorFrom(subject, { status: stream.status, body: stream.error })
  for await (const line of linesOf(stream.body)) {
    const event = parseEvent<T>(line, subject.what)
    if (event.type === 'ERROR') throw apiErrorFrom(subject, { status: 500, body: event.object })
    yield event
  }
}

const parseEvent = <T>(line: string, what: string): WatchEvent<T> | { type: 'ERROR'; object: unknown } => {
  try {
    return JSON.parse(line)
  } catch (error) {
    throw new TransportError(
      `Cannot ${what}: a line of ${line.length} characters is not JSON. Resume from the last event`,
      { cause: error },
    )
  }
}
