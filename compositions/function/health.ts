import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { splitAddress } from './config.ts'
import { FunctionError } from './errors.ts'

/** What the endpoint tells. */
export type HealthOptions = Readonly<{ address: string; isReady: () => boolean; metrics: () => string }>

/** The health endpoint, and how to end it. */
export type HealthServer = Readonly<{ port: number; stop(): void }>

/** Serves /healthz (the process answers), /readyz (calls are taken) and /metrics. Throws a `FunctionError` if the address cannot be had. */
export const serveHealth = async ({ address, isReady, metrics }: HealthOptions): Promise<HealthServer> => {
  const pages: Readonly<Record<string, () => readonly [number, string]>> = {
    '/healthz': () => [200, 'ok\n'],
    '/readyz': () => (isReady() ? [200, 'ok\n'] : [503, 'not ready\n']),
    '/metrics': () => [200, metrics()],
  }
  const server = createServer((request, response) => {
    const [status, text] = pages[request.url?.split('?')[0] ?? '']?.() ?? [404, 'not found\n']
    response.writeHead(status, { 'content-type': 'text/plain; version=0.0.4' }).end(text)
  })
  server.listen(splitAddress(address))
  await once(server, 'listening').catch((cause: Error) => {
    const cure = 'See who listens there, or choose another with --health-address'
    throw new FunctionError('CannotListen', `Cannot listen on ${address}: ${cause.message}`, cure, cause)
  })
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}
