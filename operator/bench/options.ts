import { parseArgs } from 'node:util'
import { compareParts, type Part } from './compare/compare.ts'
import { type ProgramName, programNames } from './compare/programs.ts'

/** What can be measured: each is a subset that `make bench ONLY=...` names. */
export const subsets = ['compose', 'lifecycle', 'many', 'compare'] as const
export type Subset = (typeof subsets)[number]

/** What is measured, and how much of it. */
export type BenchOptions = Readonly<{
  only: readonly Subset[]
  /** Platforms of `many` and of `compare`. */
  platforms: number
  restSeconds: number
  rounds: number
  parts: readonly Part[]
  programs: readonly ProgramName[]
  /** File to which each run of compare adds a line; the table is made of all its lines. */
  results: string | undefined
  /** Whether the table of the comparison goes into docs/reference/benchmarks.md. */
  write: boolean
}>

export const usage = `Usage: node operator/bench/main.ts [${subsets.join('] [')}] [options]

  --platforms N      platforms of many and compare (default 1000)
  --rest-seconds N   how long they are watched at rest (default 60)
  --rounds N         rounds of compare (default 5)
  --parts A,B        parts of a round: ${compareParts.join(', ')} (default all)
  --programs A,B     programs of compare: ${programNames.join(', ')} (default all)
  --results FILE     keep the runs of compare there, and make the table of all that it holds
  --write            put the table of compare into docs/reference/benchmarks.md
`

/** Reads the command line; throws a `RangeError` that says what is wrong. */
export const readOptions = (args: readonly string[]): BenchOptions => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      platforms: { type: 'string', default: '1000' },
      'rest-seconds': { type: 'string', default: '60' },
      rounds: { type: 'string', default: '5' },
      parts: { type: 'string', default: compareParts.join(',') },
      programs: { type: 'string', default: programNames.join(',') },
      results: { type: 'string' },
      write: { type: 'boolean', default: false },
    },
  })
  return {
    only: positionals.length === 0 ? subsets : known('subset', subsets, positionals),
    platforms: count('platforms', values.platforms),
    restSeconds: count('rest-seconds', values['rest-seconds']),
    rounds: count('rounds', values.rounds),
    parts: known('part', compareParts, values.parts.split(',')),
    programs: known('program', programNames, values.programs.split(',')),
    results: values.results,
    write: values.write,
  }
}

const count = (name: string, text: string): number => {
  const value = Number(text)
  if (Number.isInteger(value) && value > 0) return value
  throw new RangeError(`--${name}=${text} is no whole number above 0`)
}

const known = <T extends string>(what: string, all: readonly T[], asked: readonly string[]): readonly T[] =>
  asked.map((one) => {
    const found = all.find((each) => each === one)
    if (found) return found
    throw new RangeError(`There is no ${what} "${one}": choose among ${all.join(', ')}`)
  })
