/** What every write has to pass: it lets writes out only while we may be the one who writes. */
export interface Fence {
  /** Throws a `NotLeadingError` unless a write may leave at this very moment. */
  check(): void
  /** Aborted, with a `LeaseLostError`, once no write may leave any more. */
  readonly signal: AbortSignal
}

/** Lets everything out: for a process that shares its work with nobody. */
export const openFence: Fence = { check: () => {}, signal: new AbortController().signal }
