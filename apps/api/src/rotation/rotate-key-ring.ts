import type { KeyRing, RingKey } from '../tokens/key-ring.ts'

/** Times of a rotation in milliseconds since 1970 and milliseconds. */
export type KeyRotation = Readonly<{
  now: number
  /** How long it takes until every pod knows a new key: External Secrets' refresh, the kubelet's, and ours. */
  spreadMs: number
  /** How long a token lives at most. */
  longestTokenMs: number
}>

/**
 * The ring with a new key. It signs only when everybody knows it; the keys before it go on verifying until the last token that they
 * may have signed has ended, and leave the ring after that. Without a ring, the new key signs at once.
 */
export function rotateKeyRing(
  ring: KeyRing | undefined,
  fresh: Readonly<{ kid: string; secret: string }>,
  { now, spreadMs, longestTokenMs }: KeyRotation,
): KeyRing {
  const kept = (ring?.keys ?? []).filter(({ expires_at }) => expires_at === undefined || Date.parse(expires_at) > now)
  const activeFrom = kept.length > 0 ? now + spreadMs : now
  // a pod that hears late signs a little longer with the old key
  const end = new Date(activeFrom + spreadMs + longestTokenMs).toISOString()
  const outgoing = kept.map((key): RingKey => ({ ...key, expires_at: key.expires_at ?? end }))
  return { keys: [...outgoing, { ...fresh, active_from: new Date(activeFrom).toISOString() }] }
}
