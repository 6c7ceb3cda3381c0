import { expect, test } from 'vitest'
import { between } from './page.ts'

const page = 'before\n<!-- table: begin -->\nold\n<!-- table: end -->\nafter\n'

test('what stands between the marks is replaced, and nothing else', () => {
  const once = between(page, 'table', 'new')
  expect(once).toBe('before\n<!-- table: begin -->\n\nnew\n\n<!-- table: end -->\nafter\n')
  expect(between(once, 'table', 'new')).toBe(once)
})

test('a page without marks is not touched', () => expect(() => between('text', 'table', 'new')).toThrow('no marks'))
