import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'

/** What is written down about a part, for `make status` and for whoever must clean up after a supervisor that was killed. */
export type PartRecord = z.infer<typeof partRecord>

const partRecord = z.object({
  part: z.string(),
  state: z.enum(['starting', 'ready', 'restarting', 'failed', 'done']),
  /** The process, unless the part is a step or between two attempts. */
  identity: z.object({ pid: z.number(), startedAt: z.string(), bootId: z.string() }).optional(),
  command: z.array(z.string()),
  restarts: z.number(),
  /** Why it failed, and the cure. */
  failure: z.object({ message: z.string(), cure: z.string() }).optional(),
})

/**
 * Writes a record in one step. Synchronously: right after a spawn, so that there is hardly a moment in which a kill of the
 * supervisor leaves a process that nobody has written down.
 */
export const writeRecord = (path: string, record: PartRecord): void => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.draft`, `${JSON.stringify(record)}\n`)
  renameSync(`${path}.draft`, path)
}

/** Reads a record; `undefined` if there is none or it is not one of ours. */
export const readRecord = (path: string): PartRecord | undefined => {
  try {
    return partRecord.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return undefined
  }
}

/** All records of a folder. */
export const readRecords = (directory: string): PartRecord[] =>
  entries(directory)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => readRecord(join(directory, file)) ?? [])

/** Forgets a record. */
export const removeRecord = (path: string): void => rmSync(path, { force: true })

const entries = (directory: string): string[] => {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}
