import { expect, test } from 'vitest'
import { matches } from './pattern.ts'

test.each([
  { why: 'a text without a star is only itself', pattern: 'team-a', yes: ['team-a'], no: ['team-ab', 'xteam-a', ''] },
  { why: 'a star alone is everything', pattern: '*', yes: ['', 'team-a', 'a/b'], no: [] },
  { why: 'a star at the end', pattern: 'team-*', yes: ['team-', 'team-a'], no: ['team', 'my-team-a'] },
  { why: 'a star at the start', pattern: '*-prod', yes: ['a-prod', '-prod'], no: ['prod', 'a-prod-b'] },
  { why: 'a star within', pattern: 'team-*/tasks', yes: ['team-a/tasks'], no: ['team-a/task', 'team-/x/task'] },
  { why: 'several stars', pattern: 'a*b*c', yes: ['abc', 'axbxc', 'abbc'], no: ['acb', 'ab', 'ac'] },
  {
    why: 'what stands before and after a star does not share characters',
    pattern: 'ab*ba',
    yes: ['abba'],
    no: ['aba'],
  },
  { why: 'nothing else is special', pattern: 'a.c', yes: ['a.c'], no: ['abc'] },
])('$why', ({ pattern, yes, no }) => {
  expect(yes.filter((text) => !matches(pattern, text))).toEqual([])
  expect(no.filter((text) => matches(pattern, text))).toEqual([])
})
