import { expect, test } from 'vitest'
import { staleFiles } from './stale-files.ts'

const before = new Map([
  ['a.yaml', '1'],
  ['b.yaml', '1'],
  ['c.yaml', '1'],
])

test.each([
  { why: 'nothing changed', after: before, stale: [] },
  { why: 'a file changed', after: new Map([...before, ['b.yaml', '2']]), stale: ['b.yaml'] },
  { why: 'a file is new', after: new Map([...before, ['d.yaml', '1']]), stale: ['d.yaml'] },
  { why: 'a file is gone', after: new Map([...before].slice(1)), stale: ['a.yaml'] },
])('$why', ({ after, stale }) => expect(staleFiles(before, after)).toEqual(stale))
