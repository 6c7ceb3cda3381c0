import { expect, test } from 'vitest'
import { contains, formatCidr, overlaps, parseCidr } from './cidr.ts'

const cidr = (text: string) => {
  const parsed = parseCidr(text)
  if (!parsed) throw new RangeError(text)
  return parsed
}

test.each([
  { why: 'a block', text: '10.0.0.0/16', is: '10.0.0.0/16' },
  { why: 'bits beyond the prefix are cleared', text: '100.68.0.18/18', is: '100.68.0.0/18' },
  { why: 'the last block', text: '255.255.255.255/32', is: '255.255.255.255/32' },
  { why: 'a part above 255', text: '10.0.0.256/16', is: undefined },
  { why: 'a prefix above 32', text: '10.0.0.0/33', is: undefined },
  { why: 'an address alone', text: '10.0.0.0', is: undefined },
])('$why', ({ text, is }) => {
  const parsed = parseCidr(text)
  expect(parsed && formatCidr(parsed)).toBe(is)
})

test.each([
  { why: 'a block contains itself', a: '10.0.0.0/16', b: '10.0.0.0/16', contained: true, overlapping: true },
  { why: 'a smaller one within', a: '10.0.0.0/16', b: '10.0.255.0/24', contained: true, overlapping: true },
  { why: 'a larger one around', a: '10.0.1.0/24', b: '10.0.0.0/16', contained: false, overlapping: true },
  { why: 'neighbours', a: '10.0.0.0/24', b: '10.0.1.0/24', contained: false, overlapping: false },
  { why: 'above the sign bit', a: '192.168.0.0/16', b: '192.168.128.0/17', contained: true, overlapping: true },
])('$why', ({ a, b, contained, overlapping }) => {
  expect(contains(cidr(a), cidr(b))).toBe(contained)
  expect(overlaps(cidr(a), cidr(b))).toBe(overlapping)
})
