import { expect, test } from 'vitest'
import { cellOf, figuresOf, medianOf, tableOf } from './table.ts'

test.each([
  { why: 'the median, and from where to where', values: [30, 10.04, 20], cell: '20 (10–30)' },
  { why: 'one number where all rounds agree', values: [7, 7, 7], cell: '7' },
  { why: 'three digits are enough', values: [0.1234, 0.1234], cell: '0.12' },
  {
    why: 'a word of any round, because a median would hide it',
    values: [1, 'not within 120 s'],
    cell: 'not within 120 s',
  },
  { why: 'infinity is what never came', values: [Number.POSITIVE_INFINITY], cell: 'never' },
  { why: 'nothing was measured', values: [], cell: 'not measured' },
])('a cell holds $why', ({ values, cell }) => expect(cellOf(values)).toBe(cell))

test('the median of an even number of rounds lies between the two in the middle', () => {
  expect(medianOf([1, 2, 4, 9])).toBe(3)
})

test('each program has its column', () => {
  const table = tableOf([
    { round: 0, program: 'go', measured: { drain_rate: 50 } },
    { round: 0, program: 'ours', measured: { drain_rate: 35 } },
  ])
  expect(table).toContain('(platforms/s) | 35 | 50 | not measured |')
})

test('words make no figure', () => {
  const measured = { failover_kill: 'no election', stop: 9 }
  expect(figuresOf({ round: 2, program: 'plain', measured })).toEqual([
    { name: 'compare_plain_stop_2', value: 9, unit: 'ms' },
  ])
})
