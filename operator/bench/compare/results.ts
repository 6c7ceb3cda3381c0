import { readFile } from 'node:fs/promises'
import type { RunResult } from './compare.ts'

/** The runs that a file of results holds, one a line; none if there is no such file yet. */
export const readResults = async (path: string): Promise<RunResult[]> => {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  return parseResults(text)
}

/** Runs out of lines of JSON. What is infinite has become null on the way there. */
export const parseResults = (text: string): RunResult[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line, (_, value) => (value === null ? Number.POSITIVE_INFINITY : value)) as RunResult)
