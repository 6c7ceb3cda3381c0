import type { Asking, Decision } from './decide.ts'
import { type Kind, nameOf, type Verb } from './kind.ts'
import type { Quotas } from './quotas.ts'
import { refuse } from './refusal.ts'

/** Something that goes wrong in AWS on purpose, until it is taken back. `kind` and `verb`: all, if not given. */
export type Fault = Readonly<
  | { type: 'refuse'; kind?: string; verb?: Verb; code: string; message: string; status?: number }
  /** Creations of a kind never end. */
  | { type: 'stuck'; kind: string }
  | { type: 'quotas'; quotas: Partial<Quotas> }
>

/** The faults of the moment. They are not part of the journal: a new start is a healthy AWS. */
export interface Faults {
  list(): readonly Fault[]
  set(faults: readonly Fault[]): void
  quotas(): Partial<Quotas>
  /** Makes a creation endless, if its kind is stuck. */
  stretch(kind: Kind, decision: Decision): Decision
}

/** None. */
export const createFaults = (): Faults => {
  let faults: readonly Fault[] = []
  return {
    list: () => faults,
    set: (next) => {
      faults = next
    },
    quotas: () => Object.assign({}, ...faults.map((fault) => (fault.type === 'quotas' ? fault.quotas : {}))),
    stretch: (kind, decision) => {
      const isStuck = faults.some((fault) => fault.type === 'stuck' && fault.kind === nameOf(kind))
      const { entry } = decision
      if (!isStuck || entry.op !== 'created') return decision
      return { entry: { ...entry, resource: { ...entry.resource, readyAt: Number.MAX_SAFE_INTEGER } } }
    },
  }
}

/** The refusal that a fault makes of a call, if there is one. */
export const faultFor = (
  faults: Faults,
  kind: Kind,
  verb: Verb,
  { owner }: Asking,
  now: number,
): Decision | undefined => {
  const fault = faults
    .list()
    .find(
      (one) =>
        one.type === 'refuse' &&
        (one.kind === undefined || one.kind === nameOf(kind)) &&
        (one.verb === undefined || one.verb === verb),
    )
  if (fault?.type !== 'refuse') return undefined
  const { code, message, status } = fault
  const call = kind.calls[verb === 'update' ? 'modify' : verb]
  return {
    refusal: refuse(code, message, { status }),
    entry: { at: now, op: 'refused', call, owner, kind: nameOf(kind), code, message },
  }
}
