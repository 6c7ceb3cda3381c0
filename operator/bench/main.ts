import { appendFile, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compare, type RunResult } from './compare/compare.ts'
import { readResults } from './compare/results.ts'
import { figuresOf, tableOf } from './compare/table.ts'
import { composeFigures } from './compose.ts'
import { type Figure, lineOf } from './figure.ts'
import { lifecycleFigures } from './lifecycle.ts'
import { manyFigures } from './many/many.ts'
import { type BenchOptions, readOptions, type Subset, usage } from './options.ts'
import { between } from './page.ts'

const options = optionsOrExit()
const interrupted = new AbortController()
process.once('SIGINT', () => interrupted.abort(new Error('interrupted')))
process.once('SIGTERM', () => interrupted.abort(new Error('terminated')))

const measured: Readonly<Record<Subset, () => AsyncIterable<readonly Figure[]>>> = {
  compose: async function* () {
    yield composeFigures()
  },
  lifecycle: async function* () {
    yield* lifecycleFigures(await mkdtemp(join(tmpdir(), 'taskplatform-bench-')), interrupted.signal)
  },
  many: () => manyFigures(options, interrupted.signal),
  compare: compareFigures,
}
for (const subset of options.only) {
  for await (const figures of measured[subset]()) for (const figure of figures) console.log(lineOf(figure))
}

/** The figures of each run as it ends, and the table, which is whole even if the next run is cut off. */
async function* compareFigures(): AsyncGenerator<readonly Figure[]> {
  const { results: file, write } = options
  const results: RunResult[] = file === undefined ? [] : await readResults(file)
  for await (const result of compare({ ...options, arrivalSeconds: 10 }, interrupted.signal)) {
    results.push(result)
    if (file !== undefined) await appendFile(file, `${JSON.stringify(result)}\n`)
    if (write) await writeTable(results)
    yield figuresOf(result)
  }
  console.log(`\n${tableOf(results)}`)
}

async function writeTable(results: readonly RunResult[]): Promise<void> {
  const page = new URL('../../docs/reference/benchmarks.md', import.meta.url)
  await writeFile(page, between(await readFile(page, 'utf8'), 'comparison', tableOf(results)))
}

function optionsOrExit(): BenchOptions {
  try {
    const args = process.argv.slice(2)
    if (!args.includes('--help')) return readOptions(args)
    console.log(usage)
    process.exit(0)
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
    process.exit(2)
  }
}
