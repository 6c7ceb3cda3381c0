import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundlePrograms } from '@taskplatform/bootstrap/local/bundle'
import { localConfig } from '@taskplatform/bootstrap/local/config'
import { layoutOf } from '@taskplatform/bootstrap/local/layout'
import { partNames } from '@taskplatform/bootstrap/local/parts/names'
import { type Stack, startStack } from '@taskplatform/bootstrap/local/stack'
import { afterAll, beforeAll, test } from 'vitest'
import { type Connection, connect } from '../../src/kube/connect.ts'
import { realClock } from '../../src/runtime/clock.ts'
import { document, keyOf, type Results } from './document.ts'
import shown from './results.json' with { type: 'json' }
import type { Row } from './row.ts'
import { rows } from './rows.ts'
import { printedTable, type Result } from './table.ts'

/** CI holds what has been shown once, and names the rest; by hand all rows run. */
const held = process.env['CI'] ? rows.filter((row) => keyOf(row) in shown) : rows

let stack: Stack
let connection: Connection
const ended = new AbortController()
const results = new Map<Row, Result>()

beforeAll(async () => {
  const { root } = localConfig()
  const stateDir = await mkdtemp(join(tmpdir(), 'taskplatform-faults-'))
  stack = await startStack({ stateDir, parts: partNames.filter((part) => part !== 'operator'), timeScale: 0 })
  await bundlePrograms(['operator'], { root, dist: layoutOf(stateDir).dist })
  connection = connect({ kubeconfigPath: stack.kubeconfigPath }, { clock: realClock, userAgent: 'faults-test' })
})

afterAll(async () => {
  ended.abort(new Error('the tests have ended'))
  await connection?.close()
  await stack?.remove()
  console.log(printedTable(rows.map((row) => ({ ...row, result: results.get(row) }))))
  if (held.length < rows.length)
    console.log(`${rows.length - held.length} rows have not passed yet and were not run: see docs/reference/faults.md`)
  if (results.size === rows.length && !process.env['CI']) await writeDown()
})

/** What a complete run came to, for the reference. In CI nobody would commit it. */
async function writeDown(): Promise<void> {
  const written = Object.fromEntries(rows.flatMap((row) => [[keyOf(row), results.get(row)]])) as Results
  await writeFile(new URL('results.json', import.meta.url), `${JSON.stringify(written, null, 2)}\n`)
  await writeFile(new URL('../../../docs/reference/faults.md', import.meta.url), document(rows, written))
}

test.each(held)('$number: $name', async (row) => {
  const since = performance.now()
  const note = (passed: boolean, figures: Result['figures']) =>
    results.set(row, { passed, figures, seconds: (performance.now() - since) / 1000 })
  try {
    note(true, await row.run({ stack, client: connection.client, signal: ended.signal }))
  } catch (error) {
    note(false, {})
    throw error
  }
})
