import { expect, test } from 'vitest'
import { readOptions } from './options.ts'

test('everything is measured unless told otherwise', () => {
  expect(readOptions([])).toEqual({
    only: ['compose', 'lifecycle', 'many', 'compare'],
    platforms: 1000,
    restSeconds: 60,
    rounds: 5,
    parts: ['alone', 'faults', 'failover', 'rest'],
    programs: ['ours', 'go', 'plain'],
    results: undefined,
    write: false,
  })
})

test('a subset, and less of it', () => {
  const args = ['compare', '--platforms=100', '--parts=faults', '--programs=ours,go', '--write']
  expect(readOptions(args)).toMatchObject({
    only: ['compare'],
    platforms: 100,
    parts: ['faults'],
    programs: ['ours', 'go'],
    write: true,
  })
})

test.each([
  { why: 'an unknown subset', args: ['comparison'], says: 'There is no subset "comparison"' },
  { why: 'an unknown part', args: ['--parts=alone,together'], says: 'There is no part "together"' },
  { why: 'no platforms', args: ['--platforms=0'], says: '--platforms=0 is no whole number above 0' },
])('$why is refused with what there is', ({ args, says }) => expect(() => readOptions(args)).toThrow(says))
