import type { HeldLease, LeaseRecord } from '../../ports/lease.ts'

/** Who we are, and for how long we ask to be trusted. */
export type Candidate = Readonly<{ identity: string; leaseMs: number }>

/** What we last saw of the record, and when on our own monotonic clock it last changed. */
export type Sighting = Readonly<{ held: HeldLease; changedAt: number }>

/**
 * What a look at the record adds to what we knew. Only a change restarts the wait: the times in the record come from other
 * machines' clocks and prove nothing.
 */
export const sightingOf = (known: Sighting | undefined, held: HeldLease, at: number): Sighting =>
  known && isSameRecord(known.held.record, held.record) ? { ...known, held } : { held, changedAt: at }

/** Milliseconds for which another process may still believe that it leads; 0 or less: the Lease may be taken. */
export const trustedForMs = ({ held: { record }, changedAt }: Sighting, at: number): number =>
  record.holder === '' ? 0 : changedAt + record.durationSeconds * 1_000 - at

/** The record with which we take or renew the Lease; `wallClock` in milliseconds since 1970. */
export const recordFor = (
  { identity, leaseMs }: Candidate,
  before: LeaseRecord | undefined,
  wallClock: number,
): LeaseRecord => {
  const now = microTime(wallClock)
  const durationSeconds = Math.ceil(leaseMs / 1_000)
  if (before?.holder === identity) return { ...before, durationSeconds, renewTime: now }
  const transitions = before ? before.transitions + 1 : 0
  return { holder: identity, durationSeconds, acquireTime: now, renewTime: now, transitions }
}

/** The record with which we let go: nobody's, and trusted for no longer than the API can say, as client-go does it. */
export const releasedRecord = ({ transitions }: LeaseRecord, wallClock: number): LeaseRecord => {
  const now = microTime(wallClock)
  return { holder: '', durationSeconds: 1, acquireTime: now, renewTime: now, transitions }
}

const isSameRecord = (a: LeaseRecord, b: LeaseRecord): boolean =>
  a.holder === b.holder &&
  a.durationSeconds === b.durationSeconds &&
  a.acquireTime === b.acquireTime &&
  a.renewTime === b.renewTime &&
  a.transitions === b.transitions

const microTime = (at: number): string => new Date(at).toISOString().replace('Z', '000Z')
