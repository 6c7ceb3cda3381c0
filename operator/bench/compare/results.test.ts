import { expect, test } from 'vitest'
import { parseResults } from './results.ts'

test('what was measured is read as it was, also what never came', () => {
  const run = {
    round: 1,
    program: 'ours',
    measured: { drain_rate: 3, ready_p99: Number.POSITIVE_INFINITY, stop: 'late' },
  }
  expect(parseResults(`${JSON.stringify(run)}\n\n`)).toEqual([run])
})
