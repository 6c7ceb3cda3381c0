import { expect, test } from 'vitest'
import { contains } from './contains.ts'

const held = {
  region: 'eu-west-1',
  tags: { a: '1', b: '2' },
  ingress: [{ port: 443, index: 'default' }],
  vpcId: 'vpc-1',
}

test.each([
  { why: 'the same', wanted: held, answer: true },
  { why: 'less, since the provider adds', wanted: { region: 'eu-west-1', tags: { a: '1' } }, answer: true },
  { why: 'another value', wanted: { region: 'eu-west-2' }, answer: false },
  { why: 'a new entry of a map', wanted: { tags: { a: '1', c: '3' } }, answer: false },
  { why: 'a field that is not there yet', wanted: { retention: 30 }, answer: false },
  { why: 'a list whose items are filled in', wanted: { ingress: [{ port: 443 }] }, answer: true },
  { why: 'a list with another item', wanted: { ingress: [{ port: 80 }] }, answer: false },
  { why: 'another list', wanted: { ingress: [{ port: 443 }, { port: 80 }] }, answer: false },
  { why: 'a list to be emptied', wanted: { ingress: [] }, answer: false },
  { why: 'an empty list that Go left out', wanted: { egress: [] }, answer: true },
])('contains: $why', ({ wanted, answer }) => expect(contains(held, wanted)).toBe(answer))
