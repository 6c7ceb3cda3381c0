import type { Span } from '@opentelemetry/api'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Dependencies } from './dependencies.ts'

/** Counts, times, logs and traces every request but those of probes and of Prometheus itself. */
export function measureRequests(app: FastifyInstance, { metrics, tracing, log }: Dependencies): void {
  const spans = new WeakMap<FastifyRequest, Span>()
  app.addHook('onRequest', async (request) => {
    if (isUnmeasured(request)) return
    metrics.inFlight.inc()
    spans.set(request, tracing.begin(request.method, pathOf(request), request.headers))
  })
  app.addHook('onResponse', async (request, reply) => {
    const span = spans.get(request)
    if (!span) return
    const labels = { method: request.method, path: pathOf(request) }
    metrics.inFlight.dec()
    metrics.requests.inc({ ...labels, status: String(reply.statusCode) })
    metrics.requestSeconds.observe(labels, reply.elapsedTime / 1000)
    tracing.end(span, reply.statusCode)
    const { traceId } = span.spanContext()
    const ms = Math.round(reply.elapsedTime * 10) / 10
    log.info({ requestId: request.id, traceId, ...labels, status: reply.statusCode, ms, client: request.ip }, 'request')
  })
  // the browser is gone before the answer: nobody was served, and the gauge must come down all the same
  app.addHook('onRequestAbort', async (request) => {
    const span = spans.get(request)
    if (!span) return
    spans.delete(request)
    metrics.inFlight.dec()
    span.end()
  })
}

/** The template of the route: paths with ids would be series without end. */
const pathOf = (request: FastifyRequest): string => request.routeOptions.url ?? 'unknown'

const isUnmeasured = ({ url }: FastifyRequest): boolean => url.startsWith('/metrics') || url.startsWith('/health')
