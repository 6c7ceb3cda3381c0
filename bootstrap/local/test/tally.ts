import { z } from 'zod'

/** How many things were checked, with which result. */
export type Tally = Readonly<{ passed: number; failed: number }>

/** The sum of several tallies. */
export const sum = (tallies: readonly Tally[]): Tally =>
  tallies.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), { passed: 0, failed: 0 })

/** The line that a run ends with. */
export const lastLine = ({ passed, failed }: Tally): string => `${passed} passed, ${failed} failed`

/**
 * Counts the tests in a JSON report of vitest. A file that could not be loaded holds no tests and counts as one failure, and so
 * does a run that failed although no test did (an error outside of tests), or that left no report at all.
 */
export const tallyOf = (report: unknown, exitCode: number): Tally => {
  const parsed = vitestReport.safeParse(report)
  if (!parsed.success) return { passed: 0, failed: 1 }
  const { numPassedTests, numFailedTests, testResults } = parsed.data
  const unloadable = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  ).length
  const failed = numFailedTests + unloadable
  return { passed: numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed }
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
})
