import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import type { Behaviour } from './behaviour.ts'
import type { SeenRequest } from './request.ts'
import type { Upstream } from './upstream.ts'

/** A request of the client, and where its answer goes. */
export type Passing = Readonly<{
  message: IncomingMessage
  body: Buffer
  response: ServerResponse
  request: SeenRequest
}>

/** What is asked and told on the way. */
export type Carrying = Readonly<{
  isDead(socket: Duplex): boolean
  behaviour(): Behaviour
  carriedOut(request: SeenRequest, status: number): void
}>

/** Lets the API server do what the client asked for, and brings the answer back, unless something happens to it on the way. */
export async function passOn(upstream: Upstream, passing: Passing, carrying: Carrying): Promise<void> {
  const gone = new AbortController()
  passing.response.on('close', () => gone.abort(new Error('the client went away')))
  // what was asked for is done, also when the client is killed meanwhile; only a stream ends with its reader
  const cancelled = passing.request.isWatch ? gone.signal : new AbortController().signal
  const answer = await upstream.ask(passing.message, passing.body, cancelled)
  return passing.request.isWatch && answer.statusCode === 200
    ? stream(answer, passing, carrying, gone.signal)
    : deliver(answer, passing, carrying)
}

async function deliver(answer: IncomingMessage, { message, response, request }: Passing, carrying: Carrying) {
  const body = await buffer(answer)
  const status = answer.statusCode ?? 500
  const wasCarriedOut = request.isWrite && status < 300
  if (wasCarriedOut) carrying.carriedOut(request, status)
  const fate = wasCarriedOut ? ((await carrying.behaviour().carriedOut?.(request)) ?? 'deliver') : 'deliver'
  if (carrying.isDead(message.socket)) return
  if (fate === 'lose') {
    message.socket.destroy()
    return
  }
  response.writeHead(status, headersOf(answer))
  response.end(body)
  if (wasCarriedOut) response.once('finish', () => carrying.behaviour().delivered?.(request))
}

// an event that lags holds back those after it: their order is kept
async function stream(
  answer: IncomingMessage,
  { message, response, request }: Passing,
  { isDead, behaviour }: Carrying,
  gone: AbortSignal,
): Promise<void> {
  if (isDead(message.socket)) return
  response.writeHead(200, headersOf(answer))
  response.flushHeaders()
  const waiting: { chunk: Buffer; due: number }[] = []
  let ended = false
  let wake = () => {}
  answer.on('data', (chunk: Buffer) => {
    waiting.push({ chunk, due: Date.now() + (behaviour().lagMs?.(request) ?? 0) })
    wake()
  })
  answer.once('close', () => {
    ended = true
    wake()
  })
  for (;;) {
    const next = waiting.shift()
    if (next) {
      await pause(Math.max(0, next.due - Date.now()), undefined, { signal: gone })
      if (!isDead(message.socket) && !response.write(next.chunk)) await once(response, 'drain', { signal: gone })
    } else if (ended) break
    else await new Promise<void>((resolve) => (wake = resolve))
  }
  if (isDead(message.socket)) return
  if (answer.complete) response.end()
  else message.socket.destroy()
}

// the body is sent on as it is, in pieces of our own
const headersOf = ({ headers }: IncomingMessage): Record<string, string | string[]> => {
  const { connection: _, 'transfer-encoding': __, 'content-length': ___, ...rest } = headers
  return Object.fromEntries(
    Object.entries(rest).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
