import { type Dispatcher, request as sendRequest } from 'undici'
import { noMetrics } from '../ports/metrics.ts'
import type { ClusterAccess } from './access.ts'
import { faultCodeOf, transportError } from './fault.ts'
import { identityOf } from './identity.ts'
import { measureRequests } from './request-metrics.ts'
import type { TransportOptions, TransportRequest } from './transport.ts'

/** Sends single requests with our headers and gives network faults their name; knows nothing of retries. */
export type Exchange = Readonly<{
  host: string
  /** Resolves at the head of the answer. Throws a `TransportError`, or the signal's reason once aborted. */
  send(request: TransportRequest, agent: Dispatcher): Promise<Dispatcher.ResponseData>
  /** Counts that a request is sent once more, because of `status` or, without one, no answer. */
  retried(request: TransportRequest, status: number | undefined): void
  /** Runs work on an answer's body under the same rules for errors. */
  naming<T>(request: TransportRequest, work: () => Promise<T>): Promise<T>
  /** The same for a body that is read piece by piece. */
  namingIn(request: TransportRequest, body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>
}>

/** Exchanges with one API server. */
export const exchangeWith = (
  access: ClusterAccess,
  { clock, userAgent, metrics = noMetrics }: TransportOptions,
): Exchange => {
  const url = new URL(access.server)
  const base = url.origin + url.pathname.replace(/\/$/, '')
  const identity = identityOf(access, clock)
  const { measured, retried } = measureRequests(metrics, url.host, clock)
  const naming: Exchange['naming'] = async (request, work) => {
    try {
      return await work()
    } catch (error) {
      throw named(error, request, url.host)
    }
  }
  const send: Exchange['send'] = async (request, dispatcher) => {
    const { method, body = null, contentType = 'application/json', signal } = request
    const content = body === null ? {} : { 'content-type': contentType }
    const headers = { ...(await identity()), accept: 'application/json', 'user-agent': userAgent, ...content }
    const options = { dispatcher, method, headers, body, signal }
    return naming(request, () => measured(request, () => sendRequest(base + request.path, options)))
  }
  async function* namingIn(request: TransportRequest, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      yield* body
    } catch (error) {
      throw named(error, request, url.host)
    }
  }
  return { host: url.host, send, retried: ({ verb }, status) => retried(verb, status), naming, namingIn }
}

/** `GET /api/v1/pods`: what errors call a request. */
export const titleOf = ({ method, path }: TransportRequest): string => `${method} ${path.split('?')[0]}`

const named = (error: unknown, request: TransportRequest, host: string): unknown => {
  if (request.signal.aborted) return request.signal.reason
  const fault = faultCodeOf(error)
  return fault === undefined ? error : transportError(titleOf(request), host, fault, error)
}
