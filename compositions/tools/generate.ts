import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { conformancePage } from './conformance-page.ts'
import { GenerateError } from './errors.ts'
import { leftovers } from './leftovers.ts'
import { outputsFrom } from './outputs.ts'
import { providerCrdFolder } from './provider-module.ts'

const root = resolve(import.meta.dirname, '../..')
const target = join(root, 'compositions/src/generated')
const page = join(root, 'docs/reference/conformance.md')

/** Writes the types of the managed resources and the page of the rules, or with --check only tells which files are stale. */
const main = async (): Promise<void> => {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
  const outputs = await outputsFrom(await providerCrdFolder(root))
  const stale = await staleFiles(outputs)
  const superfluous = await leftovers(target, outputs)
  if (!values.check) return write(outputs, superfluous)
  const wrong = [...[...stale, ...superfluous].map((file) => join(target, file)), ...(await stalePage())].map((file) =>
    relative(root, file),
  )
  if (wrong.length > 0) throw new GenerateError(`Stale: ${wrong.join(', ')}`, 'Run: npm run generate')
}

const staleFiles = async (outputs: ReadonlyMap<string, string>): Promise<string[]> => {
  const stale = await Promise.all(
    [...outputs].map(async ([file, text]) => {
      const current = await readFile(join(target, file), 'utf8').catch(() => undefined)
      return current === text ? [] : [file]
    }),
  )
  return stale.flat()
}

const stalePage = async (): Promise<string[]> => {
  const current = await readFile(page, 'utf8').catch(() => undefined)
  return current === conformancePage() ? [] : [page]
}

const write = async (outputs: ReadonlyMap<string, string>, superfluous: readonly string[]): Promise<void> => {
  await writeFile(page, conformancePage())
  for (const file of superfluous) await rm(join(target, file))
  for (const [file, text] of outputs) {
    await mkdir(dirname(join(target, file)), { recursive: true })
    await writeFile(join(target, file), text)
  }
}

await main().catch((error: unknown) => {
  console.error(error instanceof GenerateError ? error.message : error)
  process.exitCode = 1
})
