import { run } from './run.ts'
import { fingerprints, staleFiles } from './stale-files.ts'
import type { Tally } from './tally.ts'

/** Checks the types, the lint rules and that the generated files are what their sources give; says what to do about each. */
export const runChecks = async (root: string): Promise<Tally[]> => [
  await check('types', 'Correct the lines named above', () => run('tsc', ['--noEmit'], root)),
  await check('lint', 'Most of it heals with: npm run format', () => run('biome', ['check', '.'], root)),
  await check('generated files', 'They are written anew now: commit them', () => generatedAreFresh(root)),
]

const check = async (name: string, cure: string, passes: () => Promise<boolean>): Promise<Tally> => {
  const passed = await passes()
  console.log(passed ? `✓ ${name}` : `✗ ${name}: ${cure}`)
  return passed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

const generatedAreFresh = async (root: string): Promise<boolean> => {
  const before = await fingerprints(root)
  if (!(await run('npm', ['run', '--silent', 'generate'], root))) return false
  const stale = staleFiles(before, await fingerprints(root))
  for (const file of stale) console.log(`  stale: ${file}`)
  return stale.length === 0
}
