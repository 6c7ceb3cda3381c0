import {
  FunctionRunnerServiceService,
  type RunFunctionRequest,
  type RunFunctionResponse,
} from '@crossplane-org/function-sdk-typescript'
import { type handleUnaryCall, Server, type ServerCredentials } from '@grpc/grpc-js'
import type { Logger } from 'pino'
import type { Compose } from '../src/layers.ts'
import { FunctionError } from './errors.ts'
import type { Metrics } from './metrics.ts'
import { type Answer, answer } from './wire.ts'

/** A serving function. */
export type FunctionServer = Readonly<{
  port: number
  /** Lets running calls end, `graceMs` at most, and takes no more. */
  stop(graceMs: number): Promise<void>
}>

export type ServerOptions = Readonly<{
  address: string
  credentials: ServerCredentials
  compose: Compose
  metrics: Metrics
  log: Logger
}>

/** Largest request and response. A network with all that Crossplane sends along is under 1 MiB; gRPC's own limit is 4 MiB. */
export const messageLimitBytes = 32 * 1024 * 1024

/** Serves RunFunction. Throws a `FunctionError` if the address cannot be had. */
export const serveFunction = async (options: ServerOptions): Promise<FunctionServer> => {
  const server = new Server({
    'grpc.max_receive_message_length': messageLimitBytes,
    'grpc.max_send_message_length': messageLimitBytes,
  })
  server.addService(FunctionRunnerServiceService, { runFunction: runFunction(options) })
  const port = await bind(server, options)
  return { port, stop: (graceMs) => shutDown(server, graceMs) }
}

const runFunction =
  ({ compose, metrics, log }: ServerOptions): handleUnaryCall<RunFunctionRequest, RunFunctionResponse> =>
  ({ request }, reply) => {
    const started = performance.now()
    const answered = answer(request, compose)
    const milliseconds = performance.now() - started
    metrics.record(answered.outcome, milliseconds / 1000)
    report(log.child(placeOf(request)), answered, milliseconds)
    reply(null, answered.response)
  }

const placeOf = ({ observed }: RunFunctionRequest) => {
  const { kind, metadata } = observed?.composite?.resource ?? {}
  return { kind, namespace: metadata?.namespace, name: metadata?.name }
}

const report = (log: Logger, answered: Answer, milliseconds: number): void => {
  const took = Math.round(milliseconds * 100) / 100
  if (answered.outcome === 'composed') log.debug({ ready: answered.ready, milliseconds: took }, 'composed')
  else if (answered.outcome === 'refused') log.warn({ reason: answered.error.message }, 'composite refused')
  else log.error({ err: answered.error }, 'composing failed')
}

const bind = (server: Server, { address, credentials }: ServerOptions): Promise<number> =>
  new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (cause, port) => {
      if (!cause) return resolve(port)
      const cure = 'See who listens there, or choose another with --address'
      reject(new FunctionError('CannotListen', `Cannot listen on ${address}: ${cause.message}`, cure, cause))
    })
  })

const shutDown = (server: Server, graceMs: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => server.forceShutdown(), graceMs)
    server.tryShutdown(() => {
      clearTimeout(timer)
      resolve()
    })
  })
