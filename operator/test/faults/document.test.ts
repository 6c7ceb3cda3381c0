import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { document, keyOf, type Results } from './document.ts'
import { rows } from './rows.ts'

const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8')
const results: Results = JSON.parse(await read('results.json'))

test('the reference tells of the rows that there are, and of their last results', async () => {
  expect(await read('../../../docs/reference/faults.md')).toBe(document(rows, results))
})

test('what is told of is a row, and passed', () => {
  const names = rows.map(keyOf)
  expect(Object.keys(results).filter((name) => !names.includes(name))).toEqual([])
  expect(Object.entries(results).filter(([, { passed }]) => !passed)).toEqual([])
})

test('every number of the matrix has a row', () => {
  const numbers = [...new Set(rows.map(({ number }) => number))].sort((a, b) => a - b)
  expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
})
