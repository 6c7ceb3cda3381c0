import { type Dispatcher, request as send } from 'undici'
import type { Clock } from '../ports/clock.ts'
import { withDeadline } from '../ports/deadline.ts'
import { delay } from '../ports/delay.ts'
import { type Metrics, noMetrics } from '../ports/metrics.ts'
import type { ClusterAccess } from './access.ts'
import { agentFor } from './agent.ts'
import { headerOf, readAnswer } from './answer.ts'
import { faultCodeOf, transportError } from './fault.ts'
import { identityOf } from './identity.ts'
import { measureRequests } from './request-metrics.ts'
import { type Attempt, retryDelayMs } from './retry.ts'

/** Requests to one API server with one set of credentials, over two pools of connections: streams never starve calls. */
export interface Transport {
  /** `host:port` of the API server. */
  readonly host: string
  /** Sends, retries where that is safe, and reads the whole answer, whatever its status. */
  call(request: TransportRequest): Promise<Answer>
  /** Sends once and hands over the body as it comes; for an answer of 400 or more `body` is empty and `error` holds it. */
  stream(request: TransportRequest): Promise<Stream>
  /** Lets calls under way end, cuts the streams and closes the connections. */
  close(): Promise<void>
}

/** `path` includes the query. `verb` is the metric's label. `repeatable`: doing it twice is as good as once. */
export type TransportRequest = Readonly<{
  verb: string
  method: Dispatcher.HttpMethod
  path: string
  body?: string | undefined
  contentType?: string | undefined
  repeatable: boolean
  /** For all attempts together; 30 s if not given. */
  timeoutMs?: number | undefined
  signal: AbortSignal
}>

/** JSON as a value, anything else as text. */
export type Answer = Readonly<{ status: number; body: unknown }>

/** A body that is still coming. */
export type Stream = Readonly<{ status: number; body: AsyncIterable<Uint8Array>; error: unknown }>

/** What a transport needs from its surroundings. */
export type TransportOptions = Readonly<{
  clock: Clock
  userAgent: string
  metrics?: Metrics | undefined
  random?: (() => number) | undefined
}>

/** Opens nothing yet: connections are made when needed. */
export const createTransport = (access: ClusterAccess, options: TransportOptions): Transport => {
  const { clock, random = Math.random } = options
  const open = opener(access, options)
  const host = new URL(access.server).host
  const calls = agentFor(access, 'calls')
  const streams = agentFor(access, 'streams')
  return {
    host,
    call: (request) => {
      const ms = request.timeoutMs ?? defaultTimeoutMs
      const deadline = clock.now() + ms
      return withDeadline({ clock, ms, signal: request.signal, what: describe(request) }, async (signal) => {
        for (let attempt = 1; ; attempt++) {
          const tried = await attemptOnce(() => open(request, calls, signal), request, host, signal)
          const { repeatable } = request
          const now = clock.now()
          const wait = retryDelayMs(tried.outcome, { attempt, repeatable, remainingMs: deadline - now, now, random })
          if (wait === undefined) return tried.settle()
          await delay(clock, wait, signal)
        }
      })
    },
    stream: async (request) => {
      const response = await faultsNamed(() => open(request, streams, request.signal), request, host)
      if (response.statusCode < 400) return { status: response.statusCode, body: response.body, error: undefined }
      return {
        status: response.statusCode,
        body: nothing(),
        error: await faultsNamed(() => readAnswer(response), request, host),
      }
    },
    close: async () => {
      await Promise.all([calls.close(), streams.destroy()])
    },
  }
}

const defaultTimeoutMs = 30_000

const opener = (access: ClusterAccess, { clock, userAgent, metrics = noMetrics }: TransportOptions) => {
  const url = new URL(access.server)
  const base = `${url.origin}${url.pathname.replace(/\/$/, '')}`
  const identity = identityOf(access, clock)
  const measured = measureRequests(metrics, url.host, clock)
  return async (request: TransportRequest, dispatcher: Dispatcher, signal: AbortSignal) => {
    const { method, body = null, contentType = 'application/json' } = request
    const headers = {
      ...(await identity()),
      accept: 'application/json',
      'user-agent': userAgent,
      ...(body !== null && { 'content-type': contentType }),
    }
    return measured(request, () => send(base + request.path, { dispatcher, method, headers, body, signal }))
  }
}

type Tried = Readonly<{ outcome: Attempt; settle: () => Answer }>

const attemptOnce = async (
  open: () => Promise<Dispatcher.ResponseData>,
  request: TransportRequest,
  host: string,
  signal: AbortSignal,
): Promise<Tried> => {
  try {
    const response = await open()
    const answer = { status: response.statusCode, body: await readAnswer(response) }
    const retryAfter = headerOf(response.headers, 'retry-after')
    return { outcome: { kind: 'answer', status: answer.status, retryAfter }, settle: () => answer }
  } catch (error) {
    signal.throwIfAborted()
    const code = faultCodeOf(error)
    if (code === undefined) throw error
    const fault = transportError(describe(request), host, code, error)
    return {
      outcome: { kind: 'fault', code },
      settle: () => {
        throw fault
      },
    }
  }
}

const faultsNamed = async <T>(work: () => Promise<T>, request: TransportRequest, host: string): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    request.signal.throwIfAborted()
    const code = faultCodeOf(error)
    throw code === undefined ? error : transportError(describe(request), host, code, error)
  }
}

const describe = ({ method, path }: TransportRequest): string => `${method} ${path.split('?')[0]}`

async function* nothing(): AsyncGenerator<Uint8Array> {}
