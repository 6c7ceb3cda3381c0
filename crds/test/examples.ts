import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KubernetesObject } from '@taskplatform/crds/kubernetes'
import { parseAllDocuments } from 'yaml'

const folder = join(import.meta.dirname, '../examples')

/** An object of an example file. */
export type Example = KubernetesObject & { spec: Record<string, unknown> }

/** A legal example: one object. */
export type LegalExample = Readonly<{ file: string; object: Example }>

/** An illegal one: an object, or a legal one and what it may not become, with the field and the words of the complaint. */
export type IllegalExample = Readonly<{
  file: string
  at: string
  complaint: string
  before: Example | undefined
  object: Example
}>

/** Every example that must be admitted. */
export function legalExamples(): LegalExample[] {
  return files((file) => !file.startsWith('illegal-')).map((file) => ({
    file,
    object: objectsOf(file).at(-1) as Example,
  }))
}

/** Every example that must be refused. */
export function illegalExamples(): IllegalExample[] {
  return files((file) => file.startsWith('illegal-')).map((file) => {
    const objects = objectsOf(file)
    const before = objects.length > 1 ? objects[0] : undefined
    return {
      file,
      at: comment(file, 'at'),
      complaint: comment(file, 'complaint'),
      before,
      object: objects.at(-1) as Example,
    }
  })
}

function files(wanted: (file: string) => boolean): string[] {
  return readdirSync(folder).filter(wanted).sort()
}

function objectsOf(file: string): Example[] {
  return parseAllDocuments(textOf(file)).map((document) => document.toJS() as Example)
}

/** The rest of the line `# key: ...` at the head of the file. */
function comment(file: string, key: string): string {
  const line = textOf(file)
    .split('\n')
    .find((line) => line.startsWith(`# ${key}:`))
  if (!line) throw new Error(`${file} has no line "# ${key}: ...": say what the API server should complain about`)
  return line.slice(`# ${key}:`.length).trim()
}

function textOf(file: string): string {
  return readFileSync(join(folder, file), 'utf8')
}
