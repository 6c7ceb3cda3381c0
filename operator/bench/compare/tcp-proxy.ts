import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A way to an API server that can be made to lose packets. */
export type TcpProxy = Readonly<{
  port: number
  /** From now on nothing passes over the connections that are open, and nobody is told; new ones work. */
  freeze(): void
  /** Connections that are open and alive. */
  connections(): number
  close(): Promise<void>
}>

/** Listens on the loopback address and passes everything on to `target`, a port there. */
export const startTcpProxy = async (target: number): Promise<TcpProxy> => {
  const pairs = new Set<readonly [Socket, Socket]>()
  const frozen = new Set<readonly [Socket, Socket]>()
  const server = createServer((client) => {
    const pair = [client, connect(target, '127.0.0.1')] as const
    pairs.add(pair)
    join(pair, () => pairs.delete(pair))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    freeze: () => {
      for (const pair of pairs) {
        for (const socket of pair) socket.unpipe().removeAllListeners('end').pause()
        frozen.add(pair)
      }
      pairs.clear()
    },
    connections: () => pairs.size,
    close: async () => {
      for (const socket of [...pairs, ...frozen].flat()) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

const join = ([client, server]: readonly [Socket, Socket], ended: () => void): void => {
  client.setNoDelay().pipe(server.setNoDelay())
  server.pipe(client)
  for (const [one, other] of [
    [client, server],
    [server, client],
  ] as const) {
    one.on('error', () => one.destroy())
    one.once('close', () => {
      other.destroy()
      ended()
    })
  }
}
