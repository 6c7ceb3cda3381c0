import { type Attributes, context, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'

/** Spans of requests; nothing, while no endpoint is configured. */
export type Tracing = Readonly<{
  /** Begins the span of a request, as a child of the caller's if it told us of one. */
  begin(method: string, route: string, headers: Readonly<Record<string, unknown>>): Span
  end(span: Span, status: number): void
  close(): Promise<void>
}>

/** Sends spans to `endpoint` by OTLP over HTTP, in the background. The exporter is loaded only when it is wanted. */
export async function openTracing(endpoint: string | undefined, serviceName: string): Promise<Tracing> {
  const close = endpoint ? await install(endpoint, serviceName) : async () => {}
  const tracer = trace.getTracer('task-api')
  return {
    begin: (method, route, headers) => {
      const parent = propagation.extract(context.active(), headers)
      const attributes: Attributes = { 'http.request.method': method, 'http.route': route }
      return tracer.startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, parent)
    },
    end: (span, status) => {
      span.setAttribute('http.response.status_code', status)
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
      span.end()
    },
    close,
  }
}

async function install(endpoint: string, serviceName: string): Promise<() => Promise<void>> {
  const [{ TracerProvider, BatchSpanProcessor }, { OTLPTraceExporter }, { resourceFromAttributes }, core] =
    await Promise.all([
      import('@opentelemetry/sdk-trace'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/core'),
    ])
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url }) })],
  })
  trace.setGlobalTracerProvider(provider)
  propagation.setGlobalPropagator(new core.W3CTraceContextPropagator())
  return () => provider.shutdown()
}
