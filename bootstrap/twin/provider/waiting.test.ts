import { describe, expect, test } from 'vitest'
import { createWaiting } from './waiting.ts'

describe('waiting', () => {
  test('ends when all things have happened, once', () => {
    const waiting = createWaiting()
    waiting.wait('vpc', ['a', 'b'])
    waiting.wait('eip', ['a'])
    expect(waiting.release('a')).toEqual(['eip'])
    expect(waiting.release('b')).toEqual(['vpc'])
    expect(waiting.release('a')).toEqual([])
  })

  test('for something else, or not at all any more, forgets what came before', () => {
    const waiting = createWaiting()
    waiting.wait('vpc', ['a'])
    waiting.wait('vpc', ['b'])
    expect(waiting.release('a')).toEqual([])
    waiting.forget('vpc')
    expect(waiting.release('b')).toEqual([])
  })

  test('tries double from a second to a minute, until it is forgotten', () => {
    const waiting = createWaiting()
    const delays = Array.from({ length: 8 }, () => waiting.nextRetryMs('vpc'))
    expect(delays).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * 1000))
    waiting.forget('vpc')
    expect(waiting.nextRetryMs('vpc')).toBe(1000)
  })
})
