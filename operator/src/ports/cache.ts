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
  /** Milliseconds since 1970, 0 if never. */
  lastHeard(): number
}
