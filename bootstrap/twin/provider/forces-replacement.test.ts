import { expect, test } from 'vitest'
import { forcesReplacement } from './forces-replacement.ts'

const kind = { replacing: ['engine', 'network.family', 'hooks.name'] }

test.each([
  { why: 'a marked argument', difference: { argument: 'engine', from: 'a', to: 'b' }, forces: true },
  { why: 'another argument', difference: { argument: 'size', from: 1, to: 2 }, forces: false },
  {
    why: 'a marked field of a block',
    difference: { argument: 'network', from: { family: 'ipv4', size: 1 }, to: { family: 'ipv6', size: 1 } },
    forces: true,
  },
  {
    why: 'another field of that block',
    difference: { argument: 'network', from: { family: 'ipv4', size: 1 }, to: { family: 'ipv4', size: 2 } },
    forces: false,
  },
  {
    why: 'a marked field of a list of blocks',
    difference: { argument: 'hooks', from: [{ name: 'a' }], to: [{ name: 'b' }] },
    forces: true,
  },
])('$why', ({ difference, forces }) => expect(forcesReplacement(kind, difference)).toBe(forces))
