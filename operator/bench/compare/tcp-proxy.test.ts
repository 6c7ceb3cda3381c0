import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { startTcpProxy } from './tcp-proxy.ts'

const echo = async () => {
  const server = createServer((socket) => socket.on('error', () => {}).pipe(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, close: () => server.close() }
}

const ask = async (socket: Socket, text: string): Promise<string> => {
  socket.write(text)
  const [chunk] = (await once(socket, 'data', { signal: AbortSignal.timeout(5_000) })) as [Buffer]
  return chunk.toString()
}

test('what was open when it froze is silent and not closed, what comes later passes', async () => {
  const server = await echo()
  const proxy = await startTcpProxy(server.port)
  const before = connect(proxy.port, '127.0.0.1')
  expect(await ask(before, 'one')).toBe('one')
  const heard: string[] = []
  before.on('data', (chunk: Buffer) => heard.push(chunk.toString())).on('close', () => heard.push('closed'))

  proxy.freeze()
  before.write('two')
  const after = connect(proxy.port, '127.0.0.1')
  // the echo of a later question over a later connection: an earlier one would have come by now
  expect(await ask(after, 'three')).toBe('three')
  expect(heard).toEqual([])
  expect(proxy.connections()).toBe(1)

  before.destroy()
  after.destroy()
  await proxy.close()
  server.close()
})
