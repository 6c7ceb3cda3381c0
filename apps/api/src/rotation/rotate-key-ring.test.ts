import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type KeyRing, signingKey, verifyingKey } from '../tokens/key-ring.ts'
import { rotateKeyRing } from './rotate-key-ring.ts'

const minute = 60_000
const day = 24 * 60 * minute
const times = { spreadMs: 15 * minute, longestTokenMs: 7 * day }
const fresh = (kid: string) => ({ kid, secret: 'x'.repeat(43) })
const start = Date.parse('2026-11-24T00:00:00Z')

test('without a ring the new key signs at once', () => {
  const ring = rotateKeyRing(undefined, fresh('a'), { now: start, ...times })
  expect(signingKey(ring, start).kid).toBe('a')
})

test('a new key signs when all know it, and the old one verifies until its last token has ended', () => {
  const ring = rotateKeyRing(rotateKeyRing(undefined, fresh('a'), { now: start, ...times }), fresh('b'), {
    now: start + day,
    ...times,
  })
  expect(signingKey(ring, start + day).kid).toBe('a')
  expect(signingKey(ring, start + day + 15 * minute).kid).toBe('b')
  expect(verifyingKey(ring, 'a', start + day + 7 * day + 15 * minute)?.kid).toBe('a')
  expect(verifyingKey(ring, 'a', start + day + 7 * day + 31 * minute)).toBeUndefined()
})

test('however often it is rotated, every pod verifies every token as long as it lives, though each hears late', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 10 * day }), { minLength: 1, maxLength: 8 }), (pauses) => {
      const rings: Known[] = []
      let now = start
      for (const [index, pause] of pauses.entries()) {
        const ring = rotateKeyRing(rings.at(-1)?.ring, fresh(`k${index}`), { now, ...times })
        now += pause
        // the next ring is known everywhere some time after it was made
        rings.push({
          ring,
          from: now - pause,
          until: index === pauses.length - 1 ? Number.POSITIVE_INFINITY : now + times.spreadMs,
        })
      }
      for (const { ring, from, until } of rings) {
        for (const signedAt of [from, Math.min(until, from + times.spreadMs), Math.min(until, from + 20 * day)]) {
          const { kid } = signingKey(ring, signedAt)
          const ends = signedAt + times.longestTokenMs - 1
          const verifiers = rings.filter((one) => one.from <= ends && one.until > signedAt)
          for (const verifier of verifiers) {
            for (const readAt of [Math.max(signedAt, verifier.from), Math.min(ends, verifier.until - 1)]) {
              expect(verifyingKey(verifier.ring, kid, readAt)?.kid).toBe(kid)
            }
          }
        }
      }
    }),
  )
})

/** A ring, and when a pod may have it as its newest. */
type Known = Readonly<{ ring: KeyRing; from: number; until: number }>

test('a ring does not grow for ever', () => {
  let ring: KeyRing | undefined
  for (let i = 0; i < 50; i++) ring = rotateKeyRing(ring, fresh(`k${i}`), { now: start + i * 30 * day, ...times })
  expect(ring?.keys.length).toBe(2)
})
