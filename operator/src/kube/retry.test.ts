import { expect, test } from 'vitest'
import { type Attempt, type RetryInput, retryDelayMs } from './retry.ts'

const answer = (status: number, retryAfterMs?: number): Attempt => ({ kind: 'answer', status, retryAfterMs })
const fault = (fault: string): Attempt => ({ kind: 'fault', fault })
const middle = 0.5

test.each<{ why: string; last: Attempt; input?: Partial<RetryInput>; waitMs: number | undefined }>([
  { why: 'a success is no reason', last: answer(200), waitMs: undefined },
  { why: 'nor is a refusal', last: answer(409), waitMs: undefined },
  { why: 'busy: the first backoff', last: answer(429), waitMs: 200 },
  { why: 'it doubles', last: answer(429), input: { attempt: 3 }, waitMs: 800 },
  { why: 'five attempts are enough', last: answer(429), input: { attempt: 5 }, waitMs: undefined },
  { why: 'what the server asked for comes first, plus jitter', last: answer(429, 7_000), waitMs: 7_100 },
  { why: 'but not past the deadline: the caller learns of it now', last: answer(429, 31_000), waitMs: undefined },
  { why: 'busy is safe to repeat for anything', last: answer(429), input: { repeatable: false }, waitMs: 200 },
  { why: 'not ready', last: answer(503), waitMs: 200 },
  {
    why: 'not ready may come from a proxy after the deed',
    last: answer(503),
    input: { repeatable: false },
    waitMs: undefined,
  },
  { why: 'an internal error is not retried', last: answer(500), waitMs: undefined },
  { why: 'unless the server asks for it', last: answer(500, 1_000), waitMs: 1_100 },
  { why: 'a lost answer to a read', last: fault('ECONNRESET'), waitMs: 200 },
  { why: 'a lost answer to a creation', last: fault('ECONNRESET'), input: { repeatable: false }, waitMs: undefined },
  { why: 'no connection: nothing was done', last: fault('ECONNREFUSED'), input: { repeatable: false }, waitMs: 200 },
  { why: 'we closed the client ourselves', last: fault('UND_ERR_DESTROYED'), waitMs: undefined },
])('$why', ({ last, input, waitMs }) => {
  const usual = { attempt: 1, repeatable: true, remainingMs: 30_000, random: () => middle }
  expect(retryDelayMs(last, { ...usual, ...input })).toBe(waitMs)
})
