import { localConfig } from '../config.ts'
import { runChecks } from './checks.ts'
import { runVitest } from './run-vitest.ts'
import { lastLine, sum } from './tally.ts'

// `check`: types, lint, generated files. `all`: those, and every test but those of faults. `faults`: only those. The last line
// says how many passed and failed.

const { root } = localConfig()
const wanted = process.argv[2]
const checks = wanted === 'faults' ? [] : await runChecks(root)
const tests = wanted === 'check' ? [] : [await runVitest(root, [wanted === 'faults' ? 'faults' : '!faults'])]
const tally = sum([...checks, ...tests])
process.exitCode = tally.failed > 0 ? 1 : 0
console.log(lastLine(tally))
