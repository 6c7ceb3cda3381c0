import { open } from 'node:fs/promises'

/** The last lines of a log file, or nothing if there is none. Reads its last 64 KiB only. */
export const logTail = async (path: string, lines = 12): Promise<string> => {
  const file = await open(path).catch(() => undefined)
  if (!file) return ''
  try {
    const { size } = await file.stat()
    const length = Math.min(size, 64 * 1024)
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length)
    return buffer.toString('utf8').trimEnd().split('\n').slice(-lines).join('\n')
  } finally {
    await file.close()
  }
}
