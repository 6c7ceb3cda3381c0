import type { CallOptions } from './client-types.ts'
import { apiErrorFrom } from './errors.ts'
import type { Resource } from './resource.ts'
import type { Transport, TransportRequest } from './transport.ts'

/** Sends one request and gives the body of its answer; throws an `ApiError` for 400 or more. */
export type Ask = <T>(question: Question, options: CallOptions) => Promise<T>

/** `what` completes "Cannot ..."; `secret`: the complaint may quote secret values and is not repeated. */
export type Question = Subject &
  Readonly<{
    method: TransportRequest['method']
    path: string
    body?: unknown
    contentType?: string | undefined
    repeatable: boolean
  }>

/** What a request is about, for errors and metrics. */
export type Subject = Readonly<{ what: string; verb: string; secret?: boolean }>

/** Asks through a transport. */
export const askThrough =
  (transport: Transport): Ask =>
  async <T>({ what, secret, body, ...request }: Question, { signal, timeoutMs }: CallOptions): Promise<T> => {
    const text = body === undefined ? undefined : JSON.stringify(body)
    const answer = await transport.call({ ...request, body: text, signal, timeoutMs })
    if (answer.status >= 400) throw apiErrorFrom({ what, secret: secret ?? false }, answer)
    return answer.body as T
  }

/** `apply PlatformNetwork "acme/net"`, or `list PlatformNetwork` for a collection. */
export const about = (
  verb: string,
  resource: Resource,
  key: { namespace?: string | undefined; name?: string | undefined },
): Subject => ({
  verb,
  what: [verb, resource.kind, nameIn(key)].filter((word) => word !== '').join(' '),
  secret: resource.group === '' && resource.kind === 'Secret',
})

const nameIn = ({ namespace, name }: { namespace?: string | undefined; name?: string | undefined }): string => {
  if (name) return `"${namespace ? `${namespace}/` : ''}${name}"`
  return namespace ? `in ${namespace}` : ''
}
