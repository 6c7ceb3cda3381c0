import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { TLSSocket } from 'node:tls'
import { answerFrom, type Reply, statusReply } from './answers.ts'
import type { TestCertificates } from './certificates.ts'
import { createHistory } from './history.ts'
import { createWatches } from './watches.ts'

/** One request as it came. */
export type SeenRequest = Readonly<{
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingMessage['headers']
  body: string
}>

/** A reply given instead of the ordinary one, now or later; `hang` accepts the request and never answers. */
export type Interference = (request: SeenRequest) => Reply | 'hang' | undefined | Promise<Reply>

/**
 * An API server for tests on a loopback port, over TLS: lists with paging, watches, simple writes, and every way to fail that a
 * client must survive. It judges nothing: what the real one decides is tested on the real one.
 */
export const startFakeApiServer = async (certificates: TestCertificates) => {
  const history = createHistory()
  const requests: SeenRequest[] = []
  const sockets = new Set<TLSSocket>()
  const watches = createWatches(history)
  let interference: Interference = () => undefined
  let connections = 0
  const peers: (string | string[])[] = []

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const seen = await seenFrom(request)
    requests.push(seen)
    const reply = await interference(seen)
    if (reply === 'hang') return
    if (reply) return send(response, reply)
    if (seen.query.get('watch') === 'true') return watches.open(seen, response)
    send(response, answerFrom(history, seen))
  }
  const tls = {
    cert: certificates.server.cert,
    key: certificates.server.key,
    ca: certificates.ca,
    requestCert: true,
    rejectUnauthorized: false,
  }
  const server = createServer(tls, (request, response) => {
    serve(request, response).catch((error) => send(response, statusReply(500, 'InternalError', String(error))))
  })
  server.on('secureConnection', (socket) => {
    connections += 1
    peers.push(socket.getPeerCertificate().subject?.CN ?? '')
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
  })
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  const stop = async () => {
    for (const socket of sockets) socket.destroy()
    if (server.listening) await new Promise((resolve) => server.close(resolve))
  }
  const port = await listen(0)
  return {
    history,
    requests,
    watches,
    /** How many connections were ever made. */
    connections: () => connections,
    /** The names in the client certificates of those connections, empty for none. */
    peers: () => peers,
    /** How many connections are open. */
    openConnections: () => sockets.size,
    /** Answers some requests otherwise, until told anew. */
    interfere: (next: Interference) => {
      interference = next
    },
    stop,
    /** Listens again on the same port, with everything it knew. */
    restart: () => listen(port),
    kubeconfig: (user: Record<string, unknown> = { token: 'test-token' }, cluster: Record<string, unknown> = {}) =>
      kubeconfigFor(port, certificates, user, cluster),
  }
}

/** What `startFakeApiServer` gives. */
export type FakeApiServer = Awaited<ReturnType<typeof startFakeApiServer>>

const seenFrom = async (request: IncomingMessage): Promise<SeenRequest> => {
  const url = new URL(request.url ?? '/', 'https://kube.test')
  const { method = 'GET', headers } = request
  return { method, path: url.pathname, query: url.searchParams, headers, body: await text(request) }
}

const send = (response: ServerResponse, { status, headers, body }: Reply) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

const kubeconfigFor = (
  port: number,
  { ca }: TestCertificates,
  user: Record<string, unknown>,
  cluster: Record<string, unknown>,
): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'test',
        cluster: {
          server: `https://127.0.0.1:${port}`,
          'certificate-authority-data': Buffer.from(ca).toString('base64'),
          ...cluster,
        },
      },
    ],
    users: [{ name: 'tester', user }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'tester' } }],
    'current-context': 'test',
  })
