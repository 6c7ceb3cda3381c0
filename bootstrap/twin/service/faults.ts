import type { Decision } from './decide.ts'
import type { JournalEntry } from './journal-entry.ts'
import { type Kind, nameOf, type Verb } from './kind.ts'
import { fitsPattern } from './policy-document.ts'
import type { Quotas } from './quotas.ts'
import { type Refusal, refuse } from './refusal.ts'

/**
 * Something that goes wrong in AWS on purpose, until it is taken back. Everything of a kind, or of an object: `object` is
 * `namespace/name`, with `*` for any letters; what is not given means all.
 */
export type Fault = Readonly<{ kind?: string; object?: string }> &
  Readonly<
    /** Calls are refused, `times` of them if given. */
    | { type: 'refuse'; verb?: Verb; code: string; message: string; status?: number; times?: number }
    /** Too many calls, in the words of the service. */
    | { type: 'throttle'; verb?: Verb; times?: number }
    /** Creations never end. */
    | { type: 'stuck' }
    /** Everything takes so many times as long. */
    | { type: 'slow'; factor: number }
    /** Creations are accepted, and then end in this state of AWS: `failed`, `incompatible-network`. */
    | { type: 'failed'; state?: string; message?: string }
    /** Deletions leave network interfaces behind, which stay until somebody deletes them. */
    | { type: 'leak' }
    /** AWS makes it, `times` of them if given, and the provider dies before it has written that down. */
    | { type: 'cut-off'; times?: number }
    | { type: 'quotas'; quotas: Partial<Quotas> }
  >

/** The faults of the moment. They are not part of the journal: a new start is a healthy AWS. */
export interface Faults {
  list(): readonly Fault[]
  set(faults: readonly Fault[]): void
  quotas(): Partial<Quotas>
  /** The no that a fault makes of a call, if there is one; it counts as one of its times. */
  refusal(kind: Kind, verb: Verb, owner: string): Refusal | undefined
  /** Whether the provider dies before it writes down what came of this creation; it counts as one of its times. */
  cutsOff(kind: Kind, owner: string): boolean
  /** What faults make of an accepted call: endless, slow, or with something left behind. */
  bend(kind: Kind, decision: Decision): Decision
}

/** None. */
export const createFaults = (): Faults => {
  let faults: readonly Fault[] = []
  const used = new Map<Fault, number>()
  const isUsedUp = (fault: Fault) =>
    'times' in fault && (used.get(fault) ?? 0) >= (fault.times ?? Number.POSITIVE_INFINITY)
  const use = (fault: Fault) => used.set(fault, (used.get(fault) ?? 0) + 1)
  const concerning = (kind: Kind, owner: string) => faults.filter((fault) => concerns(fault, kind, owner))
  return {
    list: () => faults,
    set: (next) => {
      faults = next
      used.clear()
    },
    quotas: () => Object.assign({}, ...faults.map((fault) => (fault.type === 'quotas' ? fault.quotas : {}))),
    refusal: (kind, verb, owner) => {
      for (const fault of concerning(kind, owner)) {
        const refusal = refusalOf(fault, kind, verb)
        if (!refusal || isUsedUp(fault)) continue
        use(fault)
        return refusal
      }
      return undefined
    },
    cutsOff: (kind, owner) => {
      const fault = concerning(kind, owner).find((one) => one.type === 'cut-off' && !isUsedUp(one))
      if (fault) use(fault)
      return fault !== undefined
    },
    bend: (kind, { entry, ...rest }) => {
      if (!('owner' in entry)) return { entry, ...rest }
      return { ...rest, entry: concerning(kind, entry.owner).reduce<JournalEntry>(bent, entry) }
    },
  }
}

/** The entry for the journal that tells of a refusal by a fault. */
export const faultDecision = (
  refusal: Refusal,
  kind: Kind,
  verb: Verb,
  { owner, now }: Readonly<{ owner: string; now: number }>,
): Decision => {
  const { code, message } = refusal
  const call = kind.calls[verb === 'update' ? 'modify' : verb]
  return { refusal, entry: { at: now, op: 'refused', call, owner, kind: nameOf(kind), code, message } }
}

const concerns = ({ kind: wanted, object }: Fault, kind: Kind, owner: string): boolean =>
  (wanted === undefined || wanted === nameOf(kind)) &&
  (object === undefined || fitsPattern(object, owner.slice(owner.indexOf('/') + 1)))

const refusalOf = (fault: Fault, kind: Kind, verb: Verb): Refusal | undefined => {
  if ('verb' in fault && fault.verb !== undefined && fault.verb !== verb) return undefined
  if (fault.type === 'refuse') return refuse(fault.code, fault.message, { status: fault.status })
  if (fault.type === 'throttle')
    return kind.service === 'EC2'
      ? refuse('RequestLimitExceeded', 'Request limit exceeded.', { status: 503 })
      : refuse('ThrottlingException', 'Rate exceeded')
  if (fault.type !== 'failed' || verb !== 'create') return undefined
  const { state = 'failed', message = 'The resource could not be created' } = fault
  return refuse(state, message, { afterAccepted: true, state })
}

const bent = (entry: JournalEntry, fault: Fault): JournalEntry => {
  if (fault.type === 'stuck' && entry.op === 'created')
    return { ...entry, resource: { ...entry.resource, readyAt: Number.MAX_SAFE_INTEGER } }
  if (fault.type === 'slow') return slowed(entry, fault.factor)
  if (fault.type === 'leak' && entry.op === 'deleted' && entry.along)
    return { ...entry, along: entry.along.filter((one) => one.op !== 'deleted' || one.kind !== 'NetworkInterface') }
  return entry
}

const slowed = (entry: JournalEntry, factor: number): JournalEntry => {
  const later = (time: number) => Math.round(entry.at + (time - entry.at) * factor)
  if (entry.op === 'created')
    return { ...entry, resource: { ...entry.resource, readyAt: later(entry.resource.readyAt) } }
  if (entry.op === 'modified') return { ...entry, readyAt: later(entry.readyAt) }
  return entry.op === 'deleted' ? { ...entry, goneAt: later(entry.goneAt) } : entry
}
