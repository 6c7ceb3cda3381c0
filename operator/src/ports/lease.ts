/** The record by which processes agree who works: a `coordination.k8s.io/v1` Lease, in practice. */
export interface Lease {
  /** For logs and metrics. */
  readonly name: string
  /** The record as it is; `undefined` if there is none yet. */
  read(options: LeaseCall): Promise<HeldLease | undefined>
  /** Writes the first record; `outdated` if somebody was faster. */
  create(record: LeaseRecord, options: LeaseCall): Promise<HeldLease | 'outdated'>
  /** Replaces the very version that was read; `outdated` if anything was written since. */
  replace(held: HeldLease, record: LeaseRecord, options: LeaseCall): Promise<HeldLease | 'outdated'>
  /** Tells of each version until the signal is aborted, then resolves: sooner than reading, but it may miss or lag. */
  follow(onSeen: (held: HeldLease) => void, signal: AbortSignal): Promise<void>
}

/** How long a call may take at most. */
export type LeaseCall = Readonly<{ signal: AbortSignal; timeoutMs: number }>

/** A record with the version under which it is stored. */
export type HeldLease = Readonly<{ record: LeaseRecord; version: string }>

/** `holder` is empty when nobody holds it. The times are those of the holder's clock, and only for people to read. */
export type LeaseRecord = Readonly<{
  holder: string
  durationSeconds: number
  acquireTime: string | undefined
  renewTime: string | undefined
  transitions: number
}>
