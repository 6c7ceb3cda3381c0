import type { CallOptions } from './client-types.ts'
import { apiErrorFrom } from './errors.ts'
import type { KubeObject, Resource } from './resource.ts'
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

/** What a request is about, for errors and metrics; `written` is the kind of object that it leaves changed. */
export type Subject = Readonly<{ what: string; verb: string; secret?: boolean; written?: Resource | undefined }>

/** Is told of every write that the API server took, with the object as it is then. Must not throw nor wait. */
export type WriteListener = (resource: Resource, object: KubeObject) => void

/** Asks through a transport. */
export const askThrough =
  (transport: Transport, wrote: WriteListener = () => {}): Ask =>
  async <T>({ what, secret, written, body, ...request }: Question, { signal, timeoutMs }: CallOptions): Promise<T> => {
    const text = body === undefined ? undefined : JSON.stringify(body)
    const answer = await transport.call({ ...request, body: text, signal, timeoutMs })
    if (answer.status >= 400) throw apiErrorFrom({ what, secret: secret ?? false }, answer)
    // the deletion of an object that is gone at once is answered by a Status, which has no version
    if (written && versionOf(answer.body)) wrote(written, answer.body as KubeObject)
    return answer.body as T
  }

const versionOf = (body: unknown): string | undefined =>
  typeof body === 'object' && body !== null ? (body as KubeObject).metadata?.resourceVersion : undefined

/** `apply PlatformNetwork "acme/net"`, or `list PlatformNetwork` for a collection. */
export const about = (
  verb: string,
  resource: Resource,
  key: { namespace?: string | undefined; name?: string | undefined },
): Subject => ({
  verb,
  what: [verb, resource.kind, nameIn(key)].filter((word) => word !== '').join(' '),
  secret: isSecret(resource),
})

const nameIn = ({ namespace, name }: { namespace?: string | undefined; name?: string | undefined }): string => {
  if (name) return `"${namespace ? `${namespace}/` : ''}${name}"`
  return namespace ? `in ${namespace}` : ''
}

// a TokenReview carries the token of whoever asks
const isSecret = ({ group, kind }: Resource): boolean =>
  (group === '' && kind === 'Secret') || group === 'authentication.k8s.io'
