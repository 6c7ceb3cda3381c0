import type { HeldLease } from '../../ports/lease.ts'
import type { ElectorOptions } from './elector.ts'
import { recordFor, releasedRecord, type Sighting, trustedForMs } from './record.ts'

/** What the elector has seen of the Lease. */
export type Memory = Readonly<{
  seen(): Sighting | undefined
  see(held: HeldLease): Sighting
  slow(): void
}>

/** Renews from what we know, at the cost of one request; if that is outdated, looks first. */
export const attemptWith = (options: ElectorOptions, memory: Memory) => {
  const { lease, identity, clock, renewMs } = options
  return async (signal: AbortSignal): Promise<boolean> => {
    // two tries within the deadline, on another connection if the first one's is dead
    const call = { signal, timeoutMs: Math.max(1_000, renewMs / 2) }
    const take = async (held: HeldLease) => {
      const record = recordFor(options, held.record, clock.now())
      const written = await lease.replace(held, record, call)
      if (written === 'outdated') return false
      memory.see(written)
      return true
    }
    const known = memory.seen()
    const isOurs = known?.held.record.holder === identity
    if (isOurs && (await take(known.held))) return true
    if (isOurs) memory.slow()

    const held = await lease.read(call)
    if (!held) {
      const created = await lease.create(recordFor(options, undefined, clock.now()), call)
      if (created === 'outdated') return false
      memory.see(created)
      return true
    }
    const sighting = memory.see(held)
    if (held.record.holder !== identity && trustedForMs(sighting, clock.monotonic()) > 0) return false
    return take(held)
  }
}

/** Gives the Lease back if it is ours. Reads first: a renewal that was cut short may have been taken all the same. */
export const giveBack = async (
  { lease, identity, clock, renewMs, log }: ElectorOptions,
  see: Memory['see'],
): Promise<void> => {
  const call = { signal: new AbortController().signal, timeoutMs: Math.min(renewMs, releaseWithinMs) }
  try {
    for (let turn = 1; turn <= releaseTurns; turn++) {
      const held = await lease.read(call)
      if (held?.record.holder !== identity) return
      const answer = await lease.replace(held, releasedRecord(held.record, clock.now()), call)
      if (answer === 'outdated') continue
      see(answer)
      return
    }
  } catch (err) {
    log.warn({ err, lease: lease.name }, 'the Lease could not be given back: others wait until it runs out')
  }
}

const releaseWithinMs = 5_000
const releaseTurns = 3
