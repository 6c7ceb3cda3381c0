import { expect, test } from 'vitest'
import { faultCodeOf, transportError } from './fault.ts'

test.each([
  { why: 'JSON that is cut short', error: new SyntaxError('Unexpected end of "canary"') },
  {
    why: 'an answer that is no HTTP',
    error: Object.assign(new Error('Expected HTTP/'), { code: 'HPE_INVALID_CONSTANT', data: 'canary' }),
  },
])('$why is a fault of the network, and what it quotes is dropped', ({ error }) => {
  const told = transportError('GET /', 'host:443', faultCodeOf(error) ?? 'no fault', error)
  expect(told.message).not.toContain('no fault')
  expect(told.cause).toBeUndefined()
})
