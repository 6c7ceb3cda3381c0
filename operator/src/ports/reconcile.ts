/**
 * Brings the object named by `key` (`namespace/name`, or `name` for a cluster-wide one) one step closer to its spec.
 * Runs for one key at a time. Throws an error that time may heal (tried again with backoff) or a `TerminalError`.
 */
export type Reconcile = (key: string, signal: AbortSignal) => Promise<Outcome>

/** `settled`: nothing to do until something changes. `again`: look once more after so many milliseconds, changed or not. */
export type Outcome = Readonly<{ kind: 'settled' } | { kind: 'again'; afterMs: number }>
