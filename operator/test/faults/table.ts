import type { Figures, Row } from './row.ts'

/** What came of a row. */
export type Result = Readonly<{ passed: boolean; seconds: number; figures: Figures }>

/** One line of the table. */
export type Line = Readonly<Pick<Row, 'number' | 'name' | 'done' | 'expectation'> & { result: Result | undefined }>

/** `passed: 61 kills, 0 made twice (93 s)`. */
export const resultText = (result: Result | undefined): string => {
  if (!result) return 'not run'
  const figures = Object.entries(result.figures).map(([name, value]) => `${value} ${name}`)
  const all = figures.length > 0 ? `: ${figures.join(', ')}` : ''
  return `${result.passed ? 'passed' : 'FAILED'}${all} (${Math.round(result.seconds)} s)`
}

/** The table as it is printed: a line per row, and below it what was expected. */
export const printedTable = (lines: readonly Line[]): string =>
  lines
    .map(({ number, name, expectation, result }) =>
      [`${String(number).padStart(2)}  ${name}`, `    expected: ${expectation}`, `    ${resultText(result)}`].join(
        '\n',
      ),
    )
    .join('\n')

/** The table as the reference has it. */
export const markdownTable = (lines: readonly Line[]): string =>
  [
    '| row | what is done | what has to come of it | last result |',
    '| --- | --- | --- | --- |',
    ...lines.map(
      ({ number, name, done, expectation, result }) =>
        `| ${number}. ${name} | ${done} | ${expectation} | ${resultText(result)} |`,
    ),
  ].join('\n')
