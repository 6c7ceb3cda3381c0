import { readFile } from 'node:fs/promises'
import type { Logger } from 'pino'
import { SecretFileError } from '../errors.ts'

/** A value that may be another one in a moment. */
export interface Rotating<T> {
  current(): T
  /** Looks at once, instead of at the next turn. */
  refresh(): Promise<void>
  onChange(listener: (value: T) => void): void
  close(): void
}

/** A value that never changes. */
export const constant = <T>(value: T): Rotating<T> => ({
  current: () => value,
  refresh: async () => {},
  onChange: () => {},
  close: () => {},
})

/**
 * A secret in a file that somebody replaces, as the kubelet does with the files of a Secret. It is read again every few seconds:
 * watching for events misses the exchange of symbolic links. Content that cannot be used is complained about, and the old value
 * stays. Throws a SecretFileError if there is no good value to begin with.
 */
export async function secretFile<T>(path: string, parse: (text: string) => T, options: Options): Promise<Rotating<T>> {
  const { log, everyMs = 5_000 } = options
  let text = await contentOf(path)
  let value = parsed(path, text, parse)
  let complaint: string | undefined
  const listeners = new Set<(value: T) => void>()

  const refresh = async () => {
    try {
      const next = await contentOf(path)
      if (next === text) return
      value = parsed(path, next, parse)
      text = next
      complaint = undefined
      log.info({ path }, 'secret file has changed')
      for (const listener of listeners) listener(value)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      if (message !== complaint) log.error({ path, reason: message }, 'secret file cannot be used, the old value stays')
      complaint = message
    }
  }
  const timer = setInterval(refresh, everyMs)
  timer.unref()
  return {
    current: () => value,
    refresh,
    onChange: (listener) => listeners.add(listener),
    close: () => clearInterval(timer),
  }
}

type Options = Readonly<{ log: Pick<Logger, 'info' | 'error'>; everyMs?: number }>

async function contentOf(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable'
    throw new SecretFileError(
      `The secret file ${path} cannot be read (${code}): mount it, or correct the variable that names it`,
    )
  }
}

// what a parser complains about may quote what it read
function parsed<T>(path: string, text: string, parse: (text: string) => T): T {
  try {
    return parse(text)
  } catch (error) {
    const why = error instanceof SecretFileError ? error.message : 'it does not have the expected form'
    throw new SecretFileError(`The secret file ${path} cannot be used: ${why}`)
  }
}
