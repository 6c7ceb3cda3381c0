import { expect, test } from 'vitest'
import { type Health, healthAfter, unseen } from './health.ts'
import type { Look } from './look.ts'

const looks = {
  a: { kind: 'answered' },
  r: { kind: 'refused', message: 'no' },
  t: { kind: 'failed', cause: 'TimedOut', message: 'silence' },
  d: { kind: 'failed', cause: 'NameNotResolved', message: 'no name' },
  u: { kind: 'unknown', message: 'cannot read' },
} as const satisfies Record<string, Look>

/** One letter for each look, a capital one for a look with new credentials. */
const after = (letters: string, start: Health = unseen(0)): Health =>
  [...letters].reduce(
    (health, letter, index) =>
      healthAfter(health, looks[letter.toLowerCase() as keyof typeof looks], {
        now: index + 1,
        renewed: letter !== letter.toLowerCase(),
      }),
    start,
  )

test.each([
  { why: 'the first answer counts', seen: 'a', state: 'Reachable' },
  { why: 'a failure before that says nothing yet', seen: 'tttt', state: 'Connecting' },
  { why: 'five in a row do', seen: 'ttttt', state: 'Unreachable' },
  { why: 'four failures are a hiccup', seen: 'atttt', state: 'Reachable' },
  { why: 'an answer between ends the row', seen: 'attttatttt', state: 'Reachable' },
  { why: 'five failures in a row end it', seen: 'attttt', state: 'Unreachable' },
  { why: 'whatever their causes', seen: 'atdtdt', state: 'Unreachable' },
  { why: 'what failed on our side does not count', seen: 'attttuu', state: 'Reachable' },
  { why: 'two answers are a hiccup too', seen: 'atttttaa', state: 'Unreachable' },
  { why: 'three bring it back', seen: 'atttttaaa', state: 'Reachable' },
  { why: 'one with new credentials does', seen: 'atttttA', state: 'Reachable' },
  { why: 'a refusal counts at once', seen: 'ar', state: 'Unauthorized' },
  { why: 'and one answer of the same token does not take it back', seen: 'ara', state: 'Unauthorized' },
  { why: 'new credentials do', seen: 'arA', state: 'Reachable' },
  { why: 'what refused us and then fell silent is unreachable', seen: 'arttttt', state: 'Unreachable' },
])('$why', ({ seen, state }) => expect(after(seen).reach.state).toBe(state))

test('the cause changes when five looks in a row say so', () => {
  expect(after('atttttdddd').reach).toMatchObject({ cause: 'TimedOut' })
  expect(after('atttttddddd').reach).toMatchObject({ cause: 'NameNotResolved', message: 'no name' })
})

test('that nothing is known is said once it lasts', () => {
  expect(after('uuuu').reach.message).toBe('')
  expect(after('uuuuu').reach).toMatchObject({ state: 'Connecting', message: 'cannot read' })
})

test('since when is when the verdict came about, and looks that change nothing give the same verdict back', () => {
  const down = after('attttt')
  expect(down.reach.since).toBe(6)
  expect(after('ttt', down).reach).toBe(down.reach)
  const up = after('a')
  expect(after('aa', up).reach).toBe(up.reach)
})
