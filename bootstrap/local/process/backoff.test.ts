import { expect, test } from 'vitest'
import { nextBackoff, noBackoff } from './backoff.ts'

test('pauses double while it crashes soon after its start, up to ten seconds', () => {
  const pauses: number[] = []
  let backoff = noBackoff
  for (let crash = 0; crash < 8; crash++) {
    backoff = nextBackoff(backoff, 100)
    pauses.push(backoff.pauseMs)
  }
  expect(pauses).toEqual([200, 400, 800, 1600, 3200, 6400, 10_000, 10_000])
})

test('after a steady minute the next crash is a first one', () => {
  expect(nextBackoff({ failures: 7, pauseMs: 10_000 }, 60_000)).toEqual({ failures: 1, pauseMs: 200 })
})
