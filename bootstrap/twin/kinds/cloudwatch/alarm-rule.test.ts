import { expect, test } from 'vitest'
import { alarmsIn } from './alarm-rule.ts'

test.each([
  { rule: 'ALARM(a)', names: ['a'] },
  { rule: 'ALARM("a b") OR OK(\'c\')', names: ['a b', 'c'] },
  { rule: 'NOT (ALARM(a) AND INSUFFICIENT_DATA(b)) OR ALARM(a)', names: ['a', 'b'] },
  { rule: 'ALARM( "a" )\nOR\nALARM( "b" )', names: ['a', 'b'] },
  { rule: 'TRUE', names: [] },
  { rule: '', names: undefined },
  { rule: 'ALARM(a) ALARM(b)', names: undefined },
  { rule: 'ALARM(a) OR', names: undefined },
  { rule: '(ALARM(a)', names: undefined },
  { rule: 'ALARM()', names: undefined },
  { rule: 'alarm(a)', names: undefined },
])('$rule names $names', ({ rule, names }) => {
  expect(alarmsIn(rule)).toEqual(names)
})
