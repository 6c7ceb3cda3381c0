import { once } from 'node:events'
import type { Server } from 'node:http'
import { createServer as createTlsServer, Server as TlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Hono, type MiddlewareHandler } from 'hono'
import type { Cancel } from '../ports/clock.ts'
import type { Certificate, CertificateFiles } from './certificate.ts'
import type { MetricsRegistry } from './metrics.ts'
import type { Probe } from './probes.ts'

/** What probes and Prometheus ask. */
export interface HttpServer {
  /** Listens, and gives the port. Rejects if the port is taken. */
  start(): Promise<number>
  /** Ends, open connections included. */
  stop(): Promise<void>
}

/**
 * Port 0 takes any free one. `guard` decides who may read the metrics; probes are open. With `certificate` all of it is spoken over
 * TLS 1.2 or newer.
 */
export type HttpServerOptions = Readonly<{
  host: string
  port: number
  metrics: MetricsRegistry
  guard?: MiddlewareHandler | undefined
  certificate?: CertificateFiles | undefined
  /** That it answers at all shows that the event loop is alive. */
  healthy: readonly Probe[]
  ready: readonly Probe[]
}>

/** A server of `/metrics`, `/healthz` and `/readyz`. */
export const createHttpServer = (options: HttpServerOptions): HttpServer => {
  const { fetch } = probeApp(options)
  let server: Server | undefined
  let stopFollowing: Cancel = () => {}
  return {
    start: async () => {
      server = options.certificate ? tlsServer(fetch, options.certificate) : (createAdaptorServer({ fetch }) as Server)
      server.listen(options.port, options.host)
      await once(server, 'listening')
      if (server instanceof TlsServer) stopFollowing = options.certificate?.follow(renewIn(server)) ?? stopFollowing
      return (server.address() as AddressInfo).port
    },
    stop: async () => {
      stopFollowing()
      if (!server?.listening) return
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

const tlsServer = (fetch: Hono['fetch'], certificate: CertificateFiles): Server =>
  createAdaptorServer({
    fetch,
    createServer: createTlsServer,
    serverOptions: { ...certificate.read(), minVersion: 'TLSv1.2' },
  }) as Server

const renewIn = (server: TlsServer) => (renewed: Certificate) => server.setSecureContext(renewed)

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
