import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { isMap, isNode, LineCounter, parseAllDocuments, type Document as YamlDocument } from 'yaml'
import { UsageError } from './errors.ts'
import type { Io } from './io.ts'

/** One document of one input. */
export type Document = Readonly<{
  /** Path as it was given; `-` for standard input. */
  file: string
  /** Its place in the file, from 1. */
  index: number
  /** Line on which it begins, from 1. */
  line: number
  object: unknown
  /** Line of a field, or of the nearest one above it that is written down: `spec.network.natGateways`. */
  lineOf: (path: string) => number
}>

/** Reads every document of every file; `-` is standard input. Throws a `UsageError` that names the file, the line and the cure. */
export const readDocuments = async (files: readonly string[], io: Io): Promise<readonly Document[]> => {
  const twice = files.find((file, index) => files.indexOf(file) !== index)
  if (twice) throw new UsageError(`${nameOf(twice)} is given twice: name each file once`)
  const inputs = await Promise.all(files.map(async (file) => documentsIn(file, await textOf(file, io))))
  return inputs.flat()
}

/** How messages call a file. */
export const nameOf = (file: string): string => (file === '-' ? 'standard input' : file)

const textOf = async (file: string, { stdin, readFile }: Io): Promise<string> => {
  if (file === '-') return text(Readable.from(stdin))
  try {
    return await readFile(file)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new UsageError(`${file} cannot be read: ${reasons[code ?? ''] ?? (cause as Error).message}`, { cause })
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file; check the path, or give - to read standard input',
  EISDIR: 'it is a folder; name the files in it',
  EACCES: 'you may not read it; change its permissions',
}

const documentsIn = (file: string, source: string): Document[] => {
  const lines = new LineCounter()
  const parsed = parseAllDocuments(source, { lineCounter: lines })
  if (!Array.isArray(parsed)) return []
  return parsed.flatMap((document, place) => {
    const [error] = document.errors
    if (error) {
      const { line } = lines.linePos(error.pos[0])
      const what = error.message.split(' at line')[0]
      throw new UsageError(`${nameOf(file)}:${line}: document ${place + 1} is not YAML: ${what}; correct it`, {
        cause: error,
      })
    }
    return document.contents === null ? [] : [documentOf(file, place, document, lines)]
  })
}

const documentOf = (file: string, place: number, document: YamlDocument, lines: LineCounter): Document => {
  const line = lineOfNode(document.contents, lines) ?? 1
  return {
    file,
    index: place + 1,
    line,
    object: document.toJS(),
    lineOf: (path) => lineOfPath(document, path, lines) ?? line,
  }
}

/** The key tells better than the value where a field is; of what is not written, the nearest field above. */
const lineOfPath = (document: YamlDocument, path: string, lines: LineCounter): number | undefined => {
  let node: unknown = document.contents
  let line: number | undefined
  for (const step of path.split(/[.[\]]+/).filter(Boolean)) {
    const pair = isMap(node) ? node.items.find(({ key }) => String(key) === step) : undefined
    const inner = pair ? pair.value : isNode(node) && 'get' in node ? node.get(Number(step), true) : undefined
    if (inner === undefined) break
    line = lineOfNode(pair?.key ?? inner, lines) ?? line
    node = inner
  }
  return line
}

const lineOfNode = (node: unknown, lines: LineCounter): number | undefined =>
  isNode(node) && node.range ? lines.linePos(node.range[0]).line : undefined
