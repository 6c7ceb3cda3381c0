import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { outputs } from './outputs.ts'

const root = join(import.meta.dirname, '../..')

// Writes the roles and policies of the operator; outputs.test.ts tells whether they are fresh.
for (const { path, text } of outputs()) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
  console.log(`${path} written`)
}
