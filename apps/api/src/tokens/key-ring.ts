import { createHash } from 'node:crypto'
import { z } from 'zod'
import { SecretFileError } from '../errors.ts'

const key = z.object({
  kid: z.string().min(1).max(64),
  /** At least 256 bits, as HS256 wants, in base64url. */
  secret: z.base64url().min(43),
  /** From when on it signs: later than it is known everywhere. */
  active_from: z.iso.datetime(),
  /** Until when it verifies; for ever, if not given. */
  expires_at: z.iso.datetime().optional(),
})

/** Keys that sign tokens and verify them. Several overlap, so that no token dies with a rotation. */
export const keyRing = z.object({ keys: z.array(key).min(1).max(20) })

export type KeyRing = z.output<typeof keyRing>
export type RingKey = KeyRing['keys'][number]

/** Reads a key ring as Secrets Manager holds it. */
export const parseKeyRing = (text: string): KeyRing => {
  const parsed = keyRing.safeParse(JSON.parse(text))
  if (parsed.success) return parsed.data
  // only places, never values
  throw new SecretFileError(
    parsed.error.issues.map(({ path }) => `${path.join('.')} is missing or malformed`).join(', '),
  )
}

/** A ring for a machine of one's own, made from one secret. */
export const ringOfOne = (secret: string): KeyRing => ({
  keys: [
    {
      kid: createHash('sha256').update(secret).digest('hex').slice(0, 12),
      secret: Buffer.from(secret).toString('base64url'),
      active_from: new Date(0).toISOString(),
    },
  ],
})

/** The key that signs now: the newest that is active. The oldest there is, if the clock is behind all of them. */
export function signingKey({ keys }: KeyRing, now: number): RingKey {
  const byAge = keys.filter((candidate) => isAlive(candidate, now)).toSorted(byActivation)
  const found = byAge.findLast(({ active_from }) => Date.parse(active_from) <= now) ?? byAge[0] ?? keys[0]
  if (!found) throw new SecretFileError('the key ring has no key')
  return found
}

/** The key that a token names, as long as it verifies. */
export const verifyingKey = ({ keys }: KeyRing, kid: string | undefined, now: number): RingKey | undefined =>
  keys.find((candidate) => candidate.kid === kid && isAlive(candidate, now))

const isAlive = ({ expires_at }: RingKey, now: number): boolean =>
  expires_at === undefined || Date.parse(expires_at) > now

const byActivation = (a: RingKey, b: RingKey): number => Date.parse(a.active_from) - Date.parse(b.active_from)
