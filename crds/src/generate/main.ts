import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Output, outputs } from './outputs.ts'

const root = join(import.meta.dirname, '../../..')

/** `node crds/src/generate/main.ts` writes what is made from the schemas; with `--check` it names what is stale and fails. */
function main(argument: string | undefined): number {
  const stale = outputs().filter(({ path, text }) => textOf(path) !== text)
  if (argument === '--check') return report(stale)
  stale.forEach(write)
  return 0
}

function report(stale: readonly Output[]): number {
  for (const { path } of stale) console.error(`${path} is stale: run npm run generate and commit the result`)
  return stale.length === 0 ? 0 : 1
}

function write({ path, text }: Output): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
  console.log(`${path} written`)
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

process.exitCode = main(process.argv[2])
