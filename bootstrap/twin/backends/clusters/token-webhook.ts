import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { text } from 'node:stream/consumers'
import type { ClusterUser } from '../../kinds/eks/access.ts'
import type { ClusterLayout } from './layout.ts'

/** The server that a cluster's API server asks whose a token is. Only who has a certificate of the cluster may ask. */
export type TokenWebhook = Readonly<{ stop(): Promise<void> }>

/** Starts it on `port`; `userOf` knows the answers. Tokens appear in no log. */
export const startTokenWebhook = async (
  layout: ClusterLayout,
  port: number,
  userOf: (token: string) => ClusterUser | undefined,
): Promise<TokenWebhook> => {
  const [ca, cert, key] = await Promise.all(
    ['ca.crt', 'serving.crt', 'serving.key'].map((file) => readFile(layout.pkiFile(file))),
  )
  const tls = { ca, cert, key, requestCert: true, rejectUnauthorized: true }
  const server = createServer(tls as Parameters<typeof createServer>[0], (request, response) => {
    answer(request, response, userOf).catch(() => response.writeHead(400).end())
  })
  const listening = once(server, 'listening')
  server.listen(port, '127.0.0.1')
  await listening
  return {
    stop: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** The answer to a TokenReview (authentication.k8s.io/v1). */
export const reviewToken = (body: string, userOf: (token: string) => ClusterUser | undefined) => {
  const { spec } = JSON.parse(body) as { spec?: { token?: string } }
  const user = userOf(spec?.token ?? '')
  return {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenReview',
    status: user ? { authenticated: true, user } : { authenticated: false },
  }
}

const answer = async (
  request: IncomingMessage,
  response: ServerResponse,
  userOf: (token: string) => ClusterUser | undefined,
): Promise<void> => {
  const review = reviewToken(await text(request), userOf)
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify(review))
}
