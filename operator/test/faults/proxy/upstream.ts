import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { Agent, request } from 'node:https'
import type { ClusterAccess } from '../../../src/kube/access.ts'

/** The real API server, asked with the credentials of one user. */
export type Upstream = Readonly<{
  /** Resolves at the head of the answer; `cancelled` ends the question, and a stream with it. */
  ask(message: IncomingMessage, body: Buffer, cancelled: AbortSignal): Promise<IncomingMessage>
  close(): void
}>

/** Connects with the client certificate of `access`. */
export function upstreamOf({ server, ca, clientCertificate }: ClusterAccess): Upstream {
  const agent = new Agent({ keepAlive: true, ca, cert: clientCertificate?.cert, key: clientCertificate?.key })
  return {
    ask: async ({ method, url, headers: { host: _, connection: __, ...headers } }, body, signal) => {
      const question = request(new URL(url ?? '/', server), { method, headers, agent, signal })
      question.end(body)
      const [answer] = (await once(question, 'response')) as [IncomingMessage]
      // what happens to it later is seen by whoever reads it
      question.on('error', () => answer.destroy())
      answer.on('error', () => answer.destroy())
      return answer
    },
    close: () => agent.destroy(),
  }
}
