import { readFile } from 'node:fs/promises'
import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** Where a Redis is, and as whom to speak with it. With `ca` (a PEM file) over TLS. */
export type RedisAddress = Readonly<{ port: number; ca?: string | undefined; user: string; password: string }>

/** One command, and the first line of the answer, such as `+PONG`. Throws if there is none within 2 s, or if it is an error. */
export const redisCommand = async (address: RedisAddress, words: readonly string[]): Promise<string> => {
  const socket = await connectTo(address)
  try {
    const answers = lines(socket)
    socket.write(encode(['AUTH', address.user, address.password]) + encode(words))
    await expectNoError(answers)
    return await expectNoError(answers)
  } finally {
    socket.destroy()
  }
}

const connectTo = async ({ port, ca }: RedisAddress): Promise<Socket> => {
  const place = { host: '127.0.0.1', port }
  const socket = ca ? connectTls({ ...place, ca: await readFile(ca) }) : connectPlain(place)
  socket.setTimeout(2_000, () => socket.destroy(new Error('Redis did not answer within 2 s')))
  return socket.setEncoding('utf8')
}

/** As in the Redis protocol, version 2: an array of strings. */
const encode = (words: readonly string[]): string =>
  `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`

async function* lines(socket: Socket): AsyncGenerator<string, void> {
  let text = ''
  for await (const chunk of socket) {
    text += chunk
    const whole = text.split('\r\n')
    text = whole.pop() ?? ''
    yield* whole
  }
}

const expectNoError = async (answers: AsyncGenerator<string, void>): Promise<string> => {
  const { value } = await answers.next()
  if (value === undefined) throw new Error('Redis closed the connection')
  if (value.startsWith('-')) throw new Error(`Redis refused: ${value.slice(1)}`)
  return value
}
