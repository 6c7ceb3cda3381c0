/** What came of one attempt: an answer, or a network fault. */
export type Attempt = Readonly<
  { kind: 'answer'; status: number; retryAfterMs: number | undefined } | { kind: 'fault'; fault: string }
>

/** What the decision depends on. `attempt` counts from 1; `repeatable` says that doing it twice is as good as once. */
export type RetryInput = Readonly<{
  attempt: number
  repeatable: boolean
  remainingMs: number
  random: () => number
}>

/**
 * Milliseconds to wait before the next attempt, or `undefined` to give up: too many attempts, no time left, not worth it or not
 * safe. Refusals before any work (429, no connection) are always safe to repeat; 503 and lost answers only if repeatable.
 */
export const retryDelayMs = (
  last: Attempt,
  { attempt, repeatable, remainingMs, random }: RetryInput,
): number | undefined => {
  if (attempt >= maxAttempts || !isWorthwhile(last, repeatable)) return undefined
  const backoff = Math.min(baseMs * 2 ** (attempt - 1), maxMs)
  const asked = last.kind === 'answer' ? last.retryAfterMs : undefined
  // jitter only adds to what the server asked for, so that a crowd told the same second does not come back together
  const wait = asked === undefined ? backoff * (0.5 + random()) : asked + backoff * random()
  return wait < remainingMs ? wait : undefined
}

const maxAttempts = 5
const baseMs = 200
const maxMs = 5_000

const isWorthwhile = (last: Attempt, repeatable: boolean): boolean => {
  if (last.kind === 'fault' && closedByUs.has(last.fault)) return false
  if (last.kind === 'fault') return repeatable || neverSent.has(last.fault)
  if (last.status === 429) return true
  return repeatable && (last.status === 503 || (last.status === 500 && last.retryAfterMs !== undefined))
}

const closedByUs: ReadonlySet<string> = new Set(['UND_ERR_CLOSED', 'UND_ERR_DESTROYED'])

const neverSent: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])
