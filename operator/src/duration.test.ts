import { expect, test } from 'vitest'
import { durationMs } from './duration.ts'

test.each([
  { text: '15s', ms: 15_000 },
  { text: '500ms', ms: 500 },
  { text: '0.5s', ms: 500 },
  { text: '1h30m', ms: 5_400_000 },
  { text: '0', ms: 0 },
  { text: '15', ms: undefined },
  { text: '-1s', ms: undefined },
  { text: '1 s', ms: undefined },
  { text: '', ms: undefined },
])('the duration "$text" is $ms ms', ({ text, ms }) => expect(durationMs(text)).toBe(ms))
