import { expect, test } from 'vitest'
import { MalformedEventError, TransportError } from '../errors.ts'
import { apiErrorFrom } from './errors.ts'
import { SilenceError } from './silence.ts'
import { afterWatch, type NextStep, type WatchEnd } from './watch-end.ts'

const refusal = (status: number, causes: object[] = []) =>
  apiErrorFrom({ what: 'watch Cat' }, { status, body: { kind: 'Status', code: status, details: { causes } } })

test.each<{ why: string; end: Partial<WatchEnd>; next: NextStep }>([
  { why: 'a regular end: straight on', end: {}, next: { relist: false, pause: false, reason: 'ended' } },
  {
    why: 'a regular end at once: not in a tight loop',
    end: { lastedMs: 999 },
    next: { relist: false, pause: true, reason: 'ended' },
  },
  {
    why: 'silence: straight on',
    end: { error: new SilenceError() },
    next: { relist: false, pause: false, reason: 'silence' },
  },
  { why: 'expired: list', end: { error: refusal(410) }, next: { relist: true, pause: false, reason: 'expired' } },
  {
    why: 'expired at once: list, but not in a tight loop',
    end: { error: refusal(410), lastedMs: 0 },
    next: { relist: true, pause: true, reason: 'expired' },
  },
  {
    why: 'malformed: read it again',
    end: { error: new MalformedEventError(), malformedInRow: 2 },
    next: { relist: false, pause: true, reason: 'malformed' },
  },
  {
    why: 'malformed three times: list',
    end: { error: new MalformedEventError(), malformedInRow: 3 },
    next: { relist: true, pause: true, reason: 'malformed' },
  },
  { why: 'throttled: wait', end: { error: refusal(429) }, next: { relist: false, pause: true, reason: 'throttled' } },
  {
    why: 'no right to it: wait',
    end: { error: refusal(403) },
    next: { relist: false, pause: true, reason: 'refused' },
  },
  {
    why: 'no such collection: list',
    end: { error: refusal(404) },
    next: { relist: true, pause: true, reason: 'refused' },
  },
  {
    why: 'the server fails: wait',
    end: { error: refusal(500) },
    next: { relist: false, pause: true, reason: 'fault' },
  },
  {
    why: 'our version is ahead of a restored server: list',
    end: { error: refusal(504, [{ reason: 'ResourceVersionTooLarge' }]) },
    next: { relist: true, pause: true, reason: 'refused' },
  },
  {
    why: 'the network fails: wait',
    end: { error: new TransportError('x', { fault: 'ECONNRESET' }) },
    next: { relist: false, pause: true, reason: 'fault' },
  },
])('$why', ({ end, next }) => {
  expect(afterWatch({ error: undefined, lastedMs: 60_000, malformedInRow: 0, ...end })).toEqual(next)
})
