/** A local copy of something remote that has to be there before work begins, and has to stay in touch. */
export interface Cache {
  /** For probes and logs. */
  readonly name: string
  /** Longest time without a word, in milliseconds, that is normal. */
  readonly silenceLimitMs: number
  /** Keeps the copy up to date until the signal is aborted. */
  run(signal: AbortSignal): Promise<void>
  hasSynced(): boolean
  /** Resolves once `hasSynced`; rejects with the signal's reason. */
  synced(signal: AbortSignal): Promise<void>
  /** A moment of the monotonic clock; `undefined` if never. */
  lastHeard(): number | undefined
}

/** A cache that tells how far along the history of its collection it is. */
export interface VersionedCache {
  /** `plural.group`, or `plural` for the core group. */
  readonly name: string
  /** The last resource version that it knows to have seen; `undefined` before the first list. */
  reached(): string | undefined
  /** Calls `listener` whenever that moves. */
  onReached(listener: () => void): void
}
