import { open } from 'node:fs/promises'

/** The last lines of a log file, or nothing if there is none. Reads its last 64 KiB only. */
export const logTail = async (path: string, lines = 20): Promise<string> => {
  const file = await open(path).catch(() => undefined)
  if (!file) return ''
  try {
    const { size } = await file.stat()
    const length = Math.min(size, 64 * 1024)
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length)
    return lastLines(buffer.toString('utf8'), lines)
  } finally {
    await file.close()
  }
}

// a program that we bundled quotes a line of a megabyte when it breaks
const lastLines = (text: string, count: number): string =>
  text
    .trimEnd()
    .split('\n')
    .slice(-count)
    .map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)}...` : line))
    .join('\n')

const longestLine = 2_000
