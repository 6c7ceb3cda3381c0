import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { outputs } from './outputs.ts'

const root = join(import.meta.dirname, '../..')

test.each(outputs())('$path is what `npm run generate` writes', ({ path, text }) => {
  expect(readFileSync(join(root, path), 'utf8')).toBe(text)
})
