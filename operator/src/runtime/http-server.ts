import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Hono, type MiddlewareHandler } from 'hono'
import type { MetricsRegistry } from './metrics.ts'
import type { Probe } from './probes.ts'

/** What probes and Prometheus ask. */
export interface HttpServer {
  /** Listens, and gives the port. Rejects if the port is taken. */
  start(): Promise<number>
  /** Ends, open connections included. */
  stop(): Promise<void>
}

/** Port 0 takes any free one. `guard` decides who may read the metrics; probes are open. */
export type HttpServerOptions = Readonly<{
  host: string
  port: number
  metrics: MetricsRegistry
  guard?: MiddlewareHandler | undefined
  /** That it answers at all shows that the event loop is alive. */
  healthy: readonly Probe[]
  ready: readonly Probe[]
}>

/** A server of `/metrics`, `/healthz` and `/readyz`. */
export const createHttpServer = (options: HttpServerOptions): HttpServer => {
  const server = createAdaptorServer({ fetch: probeApp(options).fetch }) as Server
  return {
    start: async () => {
      server.listen(options.port, options.host)
      await once(server, 'listening')
      return (server.address() as AddressInfo).port
    },
    stop: async () => {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** The routes; probes answer 200, or 503 with a line for each thing that is wrong. */
export const probeApp = ({
  metrics,
  guard = (_, next) => next(),
  healthy,
  ready,
}: Pick<HttpServerOptions, 'metrics' | 'guard' | 'healthy' | 'ready'>): Hono => {
  const app = new Hono()
  app.get('/metrics', guard, async (c) => c.body(await metrics.text(), 200, { 'content-type': metrics.contentType }))
  for (const [path, probes] of [
    ['/healthz', healthy],
    ['/readyz', ready],
  ] as const) {
    app.get(path, (c) => {
      const complaints = probes.flatMap((probe) => probe() ?? [])
      return complaints.length === 0 ? c.text('ok\n') : c.text(`${complaints.join('\n')}\n`, 503)
    })
  }
  return app
}
