import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { type HttpServerOptions, probeApp } from '@taskplatform/operator/runtime/http-server'
import type { ControlRequest } from './control.ts'
import type { Reply } from './reply.ts'

/** Probes and metrics as every program of ours has them, and the twin's own requests. */
export const createTwinServer = (
  options: HttpServerOptions & Readonly<{ control: (request: ControlRequest) => Promise<Reply | undefined> }>,
) => {
  const probes = probeApp(options)
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = 'GET', url = '/' } = request
    const reply = await options.control({ method, path: url, body: await text(request) })
    if (reply) return send(response, reply.status, 'application/json', `${JSON.stringify(reply.body)}\n`)
    const answer = await probes.request(url, { method })
    send(response, answer.status, answer.headers.get('content-type') ?? 'text/plain', await answer.text())
  }
  const server = createServer((request, response) => {
    serve(request, response).catch((error) => send(response, 500, 'text/plain', `${error}\n`))
  })
  return {
    start: async (): Promise<number> => {
      server.listen(options.port, options.host)
      await once(server, 'listening')
      return (server.address() as AddressInfo).port
    },
    stop: async (): Promise<void> => {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

const send = (response: ServerResponse, status: number, type: string, body: string): void => {
  response.writeHead(status, { 'content-type': type })
  response.end(body)
}
