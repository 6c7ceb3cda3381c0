import { expect, test } from 'vitest'
import { reviewToken } from './token-webhook.ts'

const userOf = (token: string) => (token === 'good' ? { username: 'ann', groups: ['sre'] } : undefined)
const review = (spec: object) => JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec })

test.each([
  {
    why: 'whose a good token is',
    body: review({ token: 'good' }),
    status: { authenticated: true, user: { username: 'ann', groups: ['sre'] } },
  },
  { why: 'that a bad token is nobody’s', body: review({ token: 'bad' }), status: { authenticated: false } },
  { why: 'that no token is nobody’s', body: review({}), status: { authenticated: false } },
])('the answer tells $why', ({ body, status }) => {
  expect(reviewToken(body, userOf)).toEqual({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', status })
})

test('nonsense is no question', () => expect(() => reviewToken('x', userOf)).toThrow(SyntaxError))
