import { localConfig } from '../config.ts'
import { runChecks } from './checks.ts'
import { runVitest } from './run-vitest.ts'
import { lastLine, sum } from './tally.ts'

// `check`: types, lint, generated files. `all`: those, and every test. The last line says how many passed and failed.

const { root } = localConfig()
const checks = await runChecks(root)
const tests = process.argv[2] === 'all' ? [await runVitest(root)] : []
const tally = sum([...checks, ...tests])
process.exitCode = tally.failed > 0 ? 1 : 0
console.log(lastLine(tally))
