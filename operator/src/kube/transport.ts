import type { Dispatcher } from 'undici'
import { TransportError } from '../errors.ts'
import type { Clock } from '../ports/clock.ts'
import { withDeadline } from '../ports/deadline.ts'
import { delay } from '../ports/delay.ts'
import { type Fence, openFence } from '../ports/fence.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { ClusterAccess } from './access.ts'
import { callPool, streamPool } from './agent.ts'
import { readAnswer, retryAfterMsOf } from './answer.ts'
import { behindFence, isRead } from './behind-fence.ts'
import { type Exchange, exchangeWith, titleOf } from './exchange.ts'
import { retryDelayMs } from './retry.ts'

/** Requests to one API server with one set of credentials, over two pools of connections: streams never starve calls. */
export interface Transport {
  /** `host:port` of the API server. */
  readonly host: string
  /** Sends, retries where that is safe, and reads the whole answer, whatever its status. */
  call(request: TransportRequest): Promise<Answer>
  /** Sends once and hands over the body as it comes; for an answer of 400 or more `body` is empty and `error` holds it. */
  stream(request: TransportRequest): Promise<Stream>
  /** Cuts the streams, lets calls under way end, for 5 s at most, and closes the connections. */
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
  /** For all attempts together; the transport's own if not given. */
  timeoutMs?: number | undefined
  signal: AbortSignal
}>

/** JSON as a value, anything else as text. */
export type Answer = Readonly<{ status: number; body: unknown; retryAfterMs: number | undefined }>

/** A body that is still coming. */
export type Stream = Readonly<{
  status: number
  body: AsyncIterable<Uint8Array>
  error: unknown
  retryAfterMs: number | undefined
}>

/**
 * What a transport needs from its surroundings. `fence`: writes leave only while it lets them, and are cut when it shuts.
 * `timeoutMs`: what a call is given unless it says otherwise, 30 s. `connections`: for calls, 12.
 */
export type TransportOptions = Readonly<{
  clock: Clock
  userAgent: string
  metrics?: Metrics | undefined
  random?: (() => number) | undefined
  fence?: Fence | undefined
  timeoutMs?: number | undefined
  connections?: number | undefined
}>

/** Opens nothing yet: connections are made when needed. */
export const createTransport = (access: ClusterAccess, options: TransportOptions): Transport => {
  const exchange = exchangeWith(access, options)
  const { fence = openFence, connections = defaultConnections } = options
  const pool = callPool(access, connections)
  const calls = pool.compose(behindFence(fence))
  const streams = streamPool(access)
  const underWay = new Set<Promise<unknown>>()
  let closing: Promise<unknown> | undefined
  return {
    host: exchange.host,
    call: (request) => {
      const call = callWithRetries(exchange, calls, request, options)
      underWay.add(call)
      return call.finally(() => underWay.delete(call))
    },
    stream: (request) => openStream(exchange, streams, request, options.clock),
    close: async () => {
      closing ??= closeAll({ calls: pool, streams }, underWay, options.clock)
      await closing
    },
  }
}

const defaultTimeoutMs = 30_000
const defaultConnections = 12
const closeWithinMs = 5_000

// undici's own close waits for ever, and takes its clients out of reach of its destroy
const closeAll = async (
  agents: { calls: Dispatcher; streams: Dispatcher },
  underWay: ReadonlySet<Promise<unknown>>,
  clock: Clock,
): Promise<void> => {
  await agents.streams.destroy()
  await new Promise<void>((resolve) => {
    const cancel = clock.setTimeout(resolve, closeWithinMs)
    const ended = Promise.allSettled(underWay)
    ended.finally(cancel).then(() => resolve(), resolve)
  })
  await agents.calls.destroy()
}

const callWithRetries = async (
  exchange: Exchange,
  agent: Dispatcher,
  request: TransportRequest,
  { clock, random = Math.random, fence = openFence, timeoutMs = defaultTimeoutMs }: TransportOptions,
): Promise<Answer> => {
  const ms = request.timeoutMs ?? timeoutMs
  const deadline = clock.monotonic() + ms
  const alsoEndedBy = isRead(request.method) ? undefined : fence.signal
  // the fence decides again when the request goes on the wire; here it saves the connection
  if (alsoEndedBy) fence.check()
  return withDeadline({ clock, ms, signal: request.signal, alsoEndedBy, what: titleOf(request) }, async (signal) => {
    for (let attempt = 1; ; attempt++) {
      const tried = await tryOnce(exchange, agent, { ...request, signal }, clock)
      const { repeatable } = request
      const wait = retryDelayMs(tried, { attempt, repeatable, remainingMs: deadline - clock.monotonic(), random })
      if (wait === undefined) return answerOf(tried)
      exchange.retried(request, tried.kind === 'answer' ? tried.status : undefined)
      await delay(clock, wait, signal)
    }
  })
}

const answerOf = (tried: Tried): Answer => {
  if (tried.kind === 'answer') return tried
  throw tried.error
}

type Tried = (Readonly<{ kind: 'answer' }> & Answer) | Readonly<{ kind: 'fault'; fault: string; error: TransportError }>

const tryOnce = async (
  exchange: Exchange,
  agent: Dispatcher,
  request: TransportRequest,
  clock: Clock,
): Promise<Tried> => {
  try {
    const { statusCode, headers, body } = await exchange.send(request, agent)
    const text = await exchange.naming(request, () => readAnswer({ statusCode, headers, body }))
    return { kind: 'answer', status: statusCode, body: text, retryAfterMs: retryAfterMsOf(headers, clock.now()) }
  } catch (error) {
    if (error instanceof TransportError) return { kind: 'fault', fault: error.fault, error }
    throw error
  }
}

const openStream = async (
  exchange: Exchange,
  agent: Dispatcher,
  request: TransportRequest,
  clock: Clock,
): Promise<Stream> => {
  const { statusCode, headers, body } = await exchange.send(request, agent)
  if (statusCode < 400)
    return { status: statusCode, body: exchange.namingIn(request, body), error: undefined, retryAfterMs: undefined }
  const error = await exchange.naming(request, () => readAnswer({ statusCode, headers, body }))
  return { status: statusCode, body: nothing(), error, retryAfterMs: retryAfterMsOf(headers, clock.now()) }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
