import { TransportError } from '../errors.ts'

/**
 * Cuts a stream of bytes into lines. Cuts bytes, not text, so that a character split between two chunks stays whole.
 * Throws a `TransportError` if the stream ends inside a line: half an event must not look like the end of a watch.
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let begun: Uint8Array[] = []
  for await (const chunk of chunks) {
    let start = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      const line = Buffer.concat([...begun, chunk.subarray(start, end)]).toString('utf8')
      begun = []
      start = end + 1
      if (line.trim() !== '') yield line
    }
    if (start < chunk.length) begun.push(chunk.subarray(start))
  }
  if (begun.length > 0) {
    throw new TransportError('The stream was cut inside a line. Resume from the last event', { fault: 'truncated' })
  }
}

const newline = 0x0a
