import { expect, test } from 'vitest'
import { bearerEnd } from './bearer-end.ts'

const eks = (query: string) =>
  `k8s-aws-v1.${Buffer.from(`https://sts.eu-west-1.amazonaws.com/?Action=GetCallerIdentity&${query}`).toString('base64url')}`
const jwt = (payload: object) => ['e30', Buffer.from(JSON.stringify(payload)).toString('base64url'), 'x'].join('.')

test.each([
  {
    why: 'when it says',
    token: eks('X-Amz-Date=20261124T093000Z&X-Amz-Expires=600'),
    ends: '2026-11-24T09:40:00.000Z',
  },
  {
    why: 'after a quarter of an hour at most',
    token: eks('X-Amz-Date=20261124T093000Z&X-Amz-Expires=9999'),
    ends: '2026-11-24T09:45:00.000Z',
  },
  {
    why: 'after a quarter of an hour if it says nothing',
    token: eks('X-Amz-Date=20261124T093000Z'),
    ends: '2026-11-24T09:45:00.000Z',
  },
  { why: 'as a JWT says', token: jwt({ exp: Date.UTC(2026, 10, 24, 9, 50) / 1000 }), ends: '2026-11-24T09:50:00.000Z' },
])('a token ends $why', ({ token, ends }) => expect(new Date(bearerEnd(token) ?? 0).toISOString()).toBe(ends))

test.each([
  { why: 'it has no date', token: eks('X-Amz-Expires=600') },
  { why: 'it is no address', token: 'k8s-aws-v1.AAAA' },
  { why: 'a JWT without an end has none', token: jwt({ sub: 'x' }) },
  { why: 'it is opaque', token: 'abc' },
  { why: 'it only looks like a JWT', token: 'a.b.c' },
])('nobody knows when it ends: $why', ({ token }) => expect(bearerEnd(token)).toBeUndefined())
