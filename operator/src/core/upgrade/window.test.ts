import { expect, test } from 'vitest'
import { windowAt, windowText } from './window.ts'

const sunday = { day: 'Sunday', startUtc: '18:00', hours: 4 } as const
const overMidnight = { day: 'Saturday', startUtc: '22:30', hours: 6 } as const
const allDay = { day: 'Monday', startUtc: '00:00', hours: 24 } as const

// 2026-11-29 is a Sunday
test.each([
  { why: 'days before', window: sunday, now: '2026-11-24T12:00:00Z', is: '2026-11-29T18:00:00.000Z' },
  { why: 'minutes before', window: sunday, now: '2026-11-29T17:59:59Z', is: '2026-11-29T18:00:00.000Z' },
  { why: 'at its start', window: sunday, now: '2026-11-29T18:00:00Z', is: 'open' },
  { why: 'in its last second', window: sunday, now: '2026-11-29T21:59:59Z', is: 'open' },
  { why: 'at its end', window: sunday, now: '2026-11-29T22:00:00Z', is: '2026-12-06T18:00:00.000Z' },
  { why: 'the day after, over midnight', window: overMidnight, now: '2026-11-29T04:00:00Z', is: 'open' },
  {
    why: 'at its end over midnight',
    window: overMidnight,
    now: '2026-11-29T04:30:00Z',
    is: '2026-12-05T22:30:00.000Z',
  },
  { why: 'the evening of its day', window: overMidnight, now: '2026-11-28T23:00:00Z', is: 'open' },
  { why: 'a whole day', window: allDay, now: '2026-11-23T23:59:59Z', is: 'open' },
])('$why', ({ window, now, is }) => {
  const state = windowAt(window, new Date(now))
  expect(state.open ? 'open' : state.opens.toISOString()).toBe(is)
})

test('is told as people say it', () => {
  expect(windowText(sunday)).toBe('Sunday 18:00 UTC, 4 hours')
  expect(windowText({ ...sunday, hours: 1 })).toBe('Sunday 18:00 UTC, 1 hour')
})
