import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { type Installation, installation } from './core/installation.ts'
import { ConfigError } from './errors.ts'

/** Reads the installation file, YAML or JSON. Throws a ConfigError that names the file and lists every fault at once. */
export function readInstallation(path: string): Installation {
  const parsed = installation.safeParse(contentOf(path))
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path: place, message }) => `${place.join('.')}: ${message}`)
  throw new ConfigError(`The installation file ${path} cannot be used:\n${faults.join('\n')}`)
}

function contentOf(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new ConfigError(`The installation file ${path} cannot be read: ${why}`, { cause: error })
  }
}
