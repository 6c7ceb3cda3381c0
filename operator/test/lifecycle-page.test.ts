import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const page = 'docs/reference/lifecycle.md'
const text = readFileSync(join(root, page), 'utf8')

/** Rows of the table of pains: number, pain, answer, and the test as a link with its name. */
const rows = text.split('\n').flatMap((line) => {
  const cells = /^\| (\d+) \| (.+?) \| (.+) \| \[([^\]]+)\]\(([^)]+)\): (.+) \|$/.exec(line)
  if (!cells) return []
  const [, number = '', pain = '', answer = '', label = '', link = '', name = ''] = cells
  return [{ number: Number(number), pain, answer, label, file: join(dirname(page), link), name }]
})

test('every row that this part of the product answers is there, once', () =>
  expect(rows.map(({ number }) => number)).toEqual([
    ...Array.from({ length: 18 }, (_, index) => index + 1),
    21,
    22,
    23,
  ]))

test.each(rows)('row $number names a test that exists', ({ file, label, name }) => {
  expect(file.endsWith(label)).toBe(true)
  expect(file).toMatch(/\.test\.ts$/)
  const source = readFileSync(join(root, file), 'utf8')
  // as the name of a test, or as the reason of a row of one
  expect(namesIn(source)).toContain(name)
})

const namesIn = (source: string): readonly string[] =>
  [...source.matchAll(/(?:\(|why: ?)\s*(['`"])((?:\\.|(?!\1).)*)\1/g)].map(([, , name = '']) =>
    name.replaceAll("\\'", "'"),
  )

test('every other page that it points to exists', () => {
  const links = [...text.matchAll(/\]\(([^)#]+)/g)].map(([, link = '']) => link)
  expect(links.length).toBeGreaterThan(rows.length)
  expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([])
})
