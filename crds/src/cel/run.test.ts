import { expect, test } from 'vitest'
import { holds, isTransition } from './run.ts'

const nested = { a: { b: 1n }, list: ['x', 'y'], text: '😀' }

test.each([
  { rule: 'has(self.a) && has(self.a.b) && self.a.b == 1', result: true },
  { rule: 'has(self.missing) && self.missing.b == 1', result: false },
  { rule: 'size(self.text) == 1', result: true },
  { rule: 'size(self.list) == 2 && self.list[1] == "y"', result: true },
  { rule: "cidr('10.0.0.0/8').containsCIDR('10.2.0.0/16')", result: true },
  { rule: "cidr('10.2.0.0/16').containsCIDR(cidr('10.0.0.0/8'))", result: false },
  { rule: "cidr('10.0.0.0/16') == cidr('10.0.0.0/16').masked()", result: true },
  { rule: "cidr('10.0.0.1/16') == cidr('10.0.0.1/16').masked()", result: false },
  { rule: "isCIDR('10.0.0.0')", result: false },
  { rule: "quantity('1500m').compareTo(quantity('2')) == -1", result: true },
  { rule: "quantity('1Gi').compareTo(quantity('1024Mi')) == 0", result: true },
])('$rule is $result', ({ rule, result }) => expect(holds(rule, { self: nested })).toBe(result))

test.each([
  { why: 'a network that is none', rule: "cidr('nowhere').prefixLength() == 8" },
  { why: 'a field that is not there', rule: 'self.missing == 1' },
])('a rule that cannot be evaluated is broken: $why', ({ rule }) => expect(holds(rule, { self: nested })).toBe(false))

test.each([
  { why: 'it is not CEL', rule: 'self.a ==' },
  { why: 'it uses a function that we do not have', rule: "url('https://example.com').getHost() == 'a'" },
])('a rule does not compile because $why', ({ rule }) => expect(() => holds(rule, { self: nested })).toThrow())

test.each([
  { rule: 'self.a == oldSelf.a', transition: true },
  { rule: 'self.a == self.b', transition: false },
])('$rule is a transition rule: $transition', ({ rule, transition }) => expect(isTransition(rule)).toBe(transition))
