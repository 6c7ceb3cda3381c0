import { expect, test } from 'vitest'
import { lastLine, sum, tallyOf } from './tally.ts'

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((each) => ({ status: each })),
})
const report = (numPassedTests: number, numFailedTests: number, ...testResults: object[]) => ({
  numPassedTests,
  numFailedTests,
  testResults,
})

test.each([
  {
    why: 'all well',
    report: report(2, 0, file('passed', 'passed', 'passed')),
    code: 0,
    tally: { passed: 2, failed: 0 },
  },
  {
    why: 'a failed test',
    report: report(1, 1, file('failed', 'passed', 'failed')),
    code: 1,
    tally: { passed: 1, failed: 1 },
  },
  {
    why: 'a file that does not load',
    report: report(1, 0, file('passed', 'passed'), file('failed')),
    code: 1,
    tally: { passed: 1, failed: 1 },
  },
  {
    why: 'a hook that fails after tests that passed',
    report: report(1, 0, file('failed', 'passed')),
    code: 1,
    tally: { passed: 1, failed: 1 },
  },
  {
    why: 'an error outside of tests',
    report: report(1, 0, file('passed', 'passed')),
    code: 1,
    tally: { passed: 1, failed: 1 },
  },
  { why: 'a run without a report', report: undefined, code: 137, tally: { passed: 0, failed: 1 } },
])('$why', ({ report, code, tally }) => expect(tallyOf(report, code)).toEqual(tally))

test('the last line sums everything', () => {
  expect(
    lastLine(
      sum([
        { passed: 3, failed: 0 },
        { passed: 1, failed: 2 },
      ]),
    ),
  ).toBe('4 passed, 2 failed')
})
