import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { JournalEntry } from './journal-entry.ts'

/** The AWS-side log: one JSON object a line, only ever appended to. */
export interface Journal {
  /**
   * Writes entries. Resolves when they are on the disk (fdatasync, one for all that wait); refusals, which change nothing, do
   * not wait for the disk. Rejects if the disk does: nothing can be trusted from then on.
   */
  append(entries: readonly JournalEntry[]): Promise<void>
  /** Writes what waits and closes the file. */
  close(): Promise<void>
}

/** The journal at `path` with what it holds so far. A last line that a crash cut off is dropped: nobody was told of it. */
export const openJournal = async (path: string): Promise<{ journal: Journal; entries: JournalEntry[] }> => {
  await mkdir(dirname(path), { recursive: true })
  const text = await readFile(path, 'utf8').catch(absentIsEmpty)
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  const file = await open(path, 'a')
  if (whole.length < text.length) await file.truncate(Buffer.byteLength(whole))
  return { journal: journalIn(file), entries: whole.split('\n').flatMap(parseLine) }
}

const absentIsEmpty = (error: NodeJS.ErrnoException): string => {
  if (error.code === 'ENOENT') return ''
  throw error
}

const parseLine = (line: string): JournalEntry[] => (line === '' ? [] : [JSON.parse(line) as JournalEntry])

type Waiting = Readonly<{ text: string; sync: boolean; resolve: () => void; reject: (error: unknown) => void }>

const journalIn = (file: FileHandle): Journal => {
  let waiting: Waiting[] = []
  let working: Promise<void> | undefined
  const work = async () => {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      await writeBatch(file, batch)
    }
    working = undefined
  }
  return {
    append: (entries) => {
      const written = new Promise<void>((resolve, reject) => {
        const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')
        waiting.push({ text, sync: entries.some(changesSomething), resolve, reject })
      })
      working ??= work()
      return written
    },
    close: async () => {
      await working
      await file.close()
    },
  }
}

const changesSomething = ({ op }: JournalEntry): boolean => op !== 'refused' && op !== 'replacement-refused'

const writeBatch = async (file: FileHandle, batch: readonly Waiting[]): Promise<void> => {
  try {
    await file.appendFile(batch.map(({ text }) => text).join(''))
    if (batch.some(({ sync }) => sync)) await file.datasync()
    for (const { resolve } of batch) resolve()
  } catch (error) {
    for (const { reject } of batch) reject(error)
  }
}
