import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openJournal } from './journal.ts'
import type { JournalEntry } from './journal-entry.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true })
})

const path = () => join(folder, 'deeper', 'log.jsonl')
const gone = (id: string): JournalEntry => ({ at: 1, op: 'deleted-outside', kind: 'VPC', region: 'r', id })

test('what was appended is read again, in order, however many waited at once', async () => {
  const { journal, entries } = await openJournal(path())
  expect(entries).toEqual([])
  await Promise.all(['a', 'b', 'c'].map((id) => journal.append([gone(id)])))
  await journal.close()
  expect((await openJournal(path())).entries).toEqual([gone('a'), gone('b'), gone('c')])
})

test('a line that a crash cut off is dropped, and the next one begins anew', async () => {
  const { journal } = await openJournal(path())
  await journal.append([gone('a')])
  await journal.close()
  await appendFile(path(), '{"at":2,"op":"del')
  const second = await openJournal(path())
  expect(second.entries).toEqual([gone('a')])
  await second.journal.append([gone('b')])
  await second.journal.close()
  expect((await readFile(path(), 'utf8')).trim().split('\n')).toHaveLength(2)
  expect((await openJournal(path())).entries).toEqual([gone('a'), gone('b')])
})

test('damage in the middle is an error, not a forgotten account', async () => {
  const { journal } = await openJournal(path())
  await journal.append([gone('a')])
  await journal.close()
  await appendFile(path(), 'not json\n')
  await expect(openJournal(path())).rejects.toThrow(SyntaxError)
})
