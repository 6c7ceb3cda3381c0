import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rules } from '../src/conformance/rules.ts'
import { conformancePage } from './conformance-page.ts'

test('docs/reference/conformance.md is what `npm run generate` writes', () =>
  expect(readFileSync(join(import.meta.dirname, '../../docs/reference/conformance.md'), 'utf8')).toBe(
    conformancePage(),
  ))

test('every rule stands there once, with its cure', () => {
  const page = conformancePage()
  for (const { id, title, cure } of rules) {
    expect(page.split(`### ${id}: ${title}\n`)).toHaveLength(2)
    expect(page).toContain(`- Cure: ${cure}\n`)
  }
})
