import type { Figure } from '../figure.ts'
import type { RunResult } from './compare.ts'
import { type Measure, measures } from './measures.ts'
import { type ProgramName, programNames } from './programs.ts'

/** A row of figures for every measure: the median of the rounds, and from which to which they went. */
export const tableOf = (results: readonly RunResult[]): string => {
  const rows = (Object.keys(measures) as Measure[]).map((measure) => {
    const cells = programNames.map((program) => cellOf(valuesOf(results, program, measure)))
    return `| ${measures[measure].title} (${measures[measure].unit}) | ${cells.join(' | ')} |`
  })
  return [`| | ours | controller-runtime 0.25.2 | plain @dot-i 1.3.9 |`, '|---|---|---|---|', ...rows].join('\n')
}

/** A line per number that a run gave; where it gave words there is none. */
export const figuresOf = ({ round, program, measured }: RunResult): readonly Figure[] =>
  Object.entries(measured).flatMap(([measure, value]) =>
    typeof value === 'number'
      ? [{ name: `compare_${program}_${measure}_${round}`, value, unit: measures[measure as Measure].unit }]
      : [],
  )

/** What a program gave for a measure, in the order of the rounds. */
export const valuesOf = (
  results: readonly RunResult[],
  program: ProgramName,
  measure: Measure,
): readonly (number | string)[] =>
  results.filter((result) => result.program === program).flatMap(({ measured }) => measured[measure] ?? [])

/** `12.3 (11–15)`; where a round gave no number, what it said instead. */
export const cellOf = (values: readonly (number | string)[]): string => {
  const words = values.filter((value) => typeof value === 'string')
  if (words.length > 0) return [...new Set(words)].join('; ')
  const numbers = values.filter((value) => typeof value === 'number').toSorted((one, other) => one - other)
  if (numbers.length === 0) return 'not measured'
  const [least, most] = [shortest(numbers[0] as number), shortest(numbers.at(-1) as number)]
  const median = shortest(medianOf(numbers))
  return least === most ? median : `${median} (${least}–${most})`
}

/** The middle one of sorted values, or the mean of the two there. */
export const medianOf = (sorted: readonly number[]): number => {
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle)] as number)) / 2
}

// three digits say all that such a figure knows
const shortest = (value: number): string => {
  if (!Number.isFinite(value)) return 'never'
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return String(Number(value.toFixed(digits)))
}
