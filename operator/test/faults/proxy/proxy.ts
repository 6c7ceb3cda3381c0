import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { createAuthority, issue } from '@taskplatform/bootstrap/local/certificates'
import { stringify } from 'yaml'
import { readKubeconfig } from '../../../src/kube/kubeconfig.ts'
import type { Behaviour, Reply } from './behaviour.ts'
import { type Connections, trackConnections } from './connections.ts'
import { passOn } from './pass-on.ts'
import { type SeenRequest, seenRequest } from './request.ts'
import { upstreamOf } from './upstream.ts'

/** An API server that misbehaves as it is told, in front of the real one. It speaks to that as the user of a kubeconfig. */
export type FaultProxy = Readonly<{
  /** For the client: with no credentials, since the proxy has them. */
  kubeconfig: string
  /** From the next request on; what is left out of it is as it should be. */
  behave(behaviour: Behaviour): void
  connections: Pick<Connections, 'deaden' | 'cut' | 'open'>
  /** Cuts everything and refuses connections, as a machine does on which nobody listens. */
  goAway(): Promise<void>
  comeBack(): Promise<void>
  /** Every request so far, refused ones too. */
  seen: readonly TimedRequest[]
  /** Writes that the API server carried out, in order. */
  writes: readonly TimedRequest[]
  stop(): Promise<void>
}>

/** `at`: milliseconds since 1970 when it came; for writes, when it was carried out. */
export type TimedRequest = SeenRequest & Readonly<{ at: number; status: number | undefined }>

/** Starts a proxy on a free port of 127.0.0.1, with a certificate of its own. */
export async function startFaultProxy(kubeconfigPath: string): Promise<FaultProxy> {
  const authority = await createAuthority('fault-proxy-authority', new Date())
  const subject = { commonName: 'fault-proxy', purpose: 'server', addresses: ['127.0.0.1'] } as const
  const { certificate, key } = await issue(authority, subject, new Date())
  const upstream = upstreamOf(readKubeconfig(kubeconfigPath))
  const connections = trackConnections()
  const seen: TimedRequest[] = []
  const writes: TimedRequest[] = []
  let behaviour: Behaviour = {}

  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = seenRequest(message.method ?? '', message.url ?? '', message.headers)
    const body = await buffer(message)
    if (connections.isDead(message.socket)) return
    const instead = behaviour.instead?.(request)
    seen.push({ ...request, at: Date.now(), status: typeof instead === 'object' ? instead.status : undefined })
    if (instead === 'hang') return
    if (instead) return reply(response, instead)
    await passOn(upstream, { message, body, response, request }, carrying)
  }
  const carrying = {
    isDead: connections.isDead,
    behaviour: () => behaviour,
    carriedOut: (request: SeenRequest, status: number) => writes.push({ ...request, at: Date.now(), status }),
  }

  const server = createServer({ cert: certificate, key }, (message, response) => {
    serve(message, response).catch(() => message.socket.destroy())
  })
  server.on('secureConnection', connections.add)
  const port = await listen(server, 0)
  return {
    kubeconfig: kubeconfigFor(port, authority.certificate),
    behave: (next) => {
      behaviour = next
    },
    connections,
    goAway: () => close(server, connections),
    comeBack: async () => void (await listen(server, port)),
    seen,
    writes,
    stop: async () => {
      await close(server, connections)
      upstream.close()
    },
  }
}

const reply = (response: ServerResponse, { status, headers, body }: Reply): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

const listen = async (server: Server, port: number): Promise<number> => {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

const close = async (server: Server, connections: Connections): Promise<void> => {
  const closed = new Promise((resolve) => server.close(resolve))
  connections.cut()
  await closed
}

const kubeconfigFor = (port: number, ca: string): string =>
  stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'proxy',
        cluster: {
          server: `https://127.0.0.1:${port}`,
          'certificate-authority-data': Buffer.from(ca).toString('base64'),
        },
      },
    ],
    users: [{ name: 'proxy', user: {} }],
    contexts: [{ name: 'proxy', context: { cluster: 'proxy', user: 'proxy' } }],
    'current-context': 'proxy',
  })
