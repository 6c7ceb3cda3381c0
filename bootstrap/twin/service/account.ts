import type { Clock } from '@taskplatform/operator/ports/clock'
import { createAccountMemory } from './account-memory.ts'
import { type Attributes, type AwsResource, resourceKey } from './aws-resource.ts'
import { noBacking } from './backing.ts'
import { type Asking, type Decision, decideCreate, decideDelete, decideModify } from './decide.ts'
import { type Faults, faultDecision } from './faults.ts'
import type { IdSeed } from './ids.ts'
import type { Journal } from './journal.ts'
import type { JournalEntry } from './journal-entry.ts'
import type { Kind, NewThing, Verb } from './kind.ts'
import { accountQuotas } from './quotas.ts'
import type { Refusal } from './refusal.ts'
import { type World, worldAt } from './world.ts'

/** The AWS account: answers calls, remembers what they did, and forgets nothing when the process dies. */
export interface Account {
  world(region: string): World
  /** What exists in `region` under that id, whoever made it. */
  find(kind: Kind, region: string, id: string): AwsResource | undefined
  /** What was made for that token, while it exists. */
  findByToken(token: string): AwsResource | undefined
  /** Makes a resource; asked again with the same token, gives the one that is there. */
  create(kind: Kind, request: Calling & { args: Attributes; name: string }): Promise<AwsResource | Refusal>
  modify(kind: Kind, resource: AwsResource, changes: Attributes, calling: Calling): Promise<Refusal | undefined>
  remove(kind: Kind, resource: AwsResource, calling: Calling): Promise<Refusal | undefined>
  /** Whether a fault ends the provider before it has written down what came of a creation. */
  cutsOff(kind: Kind, owner: string): boolean
  /** Notes something that did not happen. */
  note(entry: JournalEntry): Promise<void>
  /** Makes something that the provider knows nothing of, as a console user or another service does; no questions asked. */
  makeOutside(kind: string, region: string, id: string, attributes: Attributes): Promise<void>
  /** What a console user does: no call of the provider, no questions asked. Gives whether there was such a resource. */
  alterOutside(kind: string, region: string, id: string, changes: Attributes | 'delete'): Promise<boolean>
  /** Everything that exists. */
  list(): AwsResource[]
  /** Calls `listener` when a resource was made, changed, or is gone. */
  onChange(listener: (change: AccountChange) => void): void
  /** Calls `listener` after each entry of the journal that changes something. */
  onEntry(listener: () => void): void
}

/** Who calls, for the log and for new ids. */
export type Calling = Readonly<{ region: string; owner: string; token: string }>

/** `gone` comes when the resource really is, not when its deletion begins. */
export type AccountChange = Readonly<{ resource: AwsResource; what: 'made' | 'changed' | 'altered outside' | 'gone' }>

/** `seed` makes ids differ between accounts. */
export type AccountOptions = Readonly<{
  accountId: string
  seed: string
  timeScale: number
  clock: Clock
  journal: Journal
  /** What the journal held. */
  entries: readonly JournalEntry[]
  faults: Faults
  /** What really runs behind the resources: nothing, unless given. */
  backing?: World['backing']
}>

/** The account whose past is `entries`. */
export const createAccount = (options: AccountOptions): Account => {
  const { clock, journal, faults, accountId, timeScale } = options
  const memory = createAccountMemory(options.entries, clock)
  const announcer = createAnnouncer(clock)
  const world = (region: string) => {
    const quotas = { ...accountQuotas, ...faults.quotas() }
    const { backing = () => noBacking } = options
    return worldAt(memory.resources, { region, accountId, now: clock.now(), quotas, backing })
  }
  const entryListeners: (() => void)[] = []
  const announceEntry = () => {
    for (const listener of entryListeners) listener()
  }
  /** Decided and remembered in one go, so that no other call comes between; only then the disk. */
  const take = async ({ entry, refusal }: Decision, what: AccountChange['what']): Promise<Refusal | undefined> => {
    if (refusal?.pending) return refusal
    memory.apply(entry)
    await journal.append([entry])
    const resource = memory.subjectOf(entry)
    if (!refusal) announceEntry()
    if (resource && !refusal) announcer.announceWhenDone({ resource, what })
    for (const one of entry.along ?? []) announceAlong(one)
    return refusal
  }
  const announceAlong = (entry: JournalEntry) => {
    const resource = memory.subjectOf(entry)
    const what = newsOf[entry.op]
    if (resource && what) announcer.announceWhenDone({ resource, what })
  }
  const call = (kind: Kind, verb: Verb, calling: Calling, decide: (asking: Asking) => Decision): Decision => {
    const asking = { owner: calling.owner, token: calling.token, timeScale }
    const refusal = faults.refusal(kind, verb, calling.owner)
    if (refusal) return faultDecision(refusal, kind, verb, { owner: calling.owner, now: clock.now() })
    return faults.bend(kind, decide(asking))
  }
  return {
    world,
    find: memory.find,
    findByToken: memory.findByToken,
    create: async (kind, request) => {
      const { region, owner, token, args, name } = request
      const made = memory.findByToken(token)
      if (made) return made
      const from = { seed: options.seed, owner, turn: memory.turnsOf(owner) }
      const id = idFor(kind, { region, accountId, args }, name, from)
      const decision = call(kind, 'create', request, (asking) =>
        decideCreate(kind, world(region), { id, args }, asking),
      )
      return (await take(decision, 'made')) ?? (memory.subjectOf(decision.entry) as AwsResource)
    },
    modify: (kind, resource, changes, calling) =>
      take(
        call(kind, 'update', calling, (asking) => decideModify(kind, world(calling.region), resource, changes, asking)),
        'changed',
      ),
    remove: (kind, resource, calling) =>
      take(
        call(kind, 'delete', calling, (asking) => decideDelete(kind, world(calling.region), resource, asking)),
        'gone',
      ),
    cutsOff: (kind, owner) => faults.cutsOff(kind, owner),
    note: (entry) => journal.append([entry]),
    makeOutside: async (kind, region, id, attributes) => {
      const now = clock.now()
      const resource = {
        kind,
        region,
        id,
        token: '',
        attributes,
        readyAt: now,
        busyWith: 'create' as const,
        within: [],
      }
      await take({ entry: { at: now, op: 'created', call: `Create${kind}`, owner: 'console', resource } }, 'made')
    },
    alterOutside: async (kind, region, id, changes) => {
      const found = memory.existing(resourceKey({ kind, region, id }))
      if (!found) return false
      const entry = outsideEntry(found, changes, clock.now())
      memory.apply(entry)
      await journal.append([entry])
      announceEntry()
      announcer.announce({ resource: memory.subjectOf(entry) ?? found, what: 'altered outside' })
      return true
    },
    list: memory.list,
    onChange: announcer.onChange,
    onEntry: (listener) => {
      entryListeners.push(listener)
    },
  }
}

const newsOf: Partial<Record<JournalEntry['op'], AccountChange['what']>> = {
  created: 'made',
  modified: 'changed',
  deleted: 'gone',
}

const outsideEntry = ({ kind, region, id }: AwsResource, changes: Attributes | 'delete', at: number): JournalEntry =>
  changes === 'delete'
    ? { at, op: 'deleted-outside', kind, region, id }
    : { at, op: 'altered-outside', kind, region, id, changes }

const idFor = (kind: Kind, request: NewThing, name: string, from: IdSeed): string => {
  if (kind.naming.by === 'aws') return kind.naming.id(from, request)
  if (kind.naming.by === 'user') return name
  return kind.naming.id(request.args, name) ?? ''
}

const createAnnouncer = (clock: Clock) => {
  const listeners: ((change: AccountChange) => void)[] = []
  const announce = (change: AccountChange) => {
    for (const listener of listeners) listener(change)
  }
  return {
    announce,
    onChange: (listener: (change: AccountChange) => void) => {
      listeners.push(listener)
    },
    announceWhenDone: (change: AccountChange) => {
      const { goneAt, readyAt } = change.resource
      const waitMs = (change.what === 'gone' ? (goneAt ?? 0) : readyAt) - clock.now()
      if (waitMs <= 0) announce(change)
      else if (waitMs <= longestTimerMs) clock.setTimeout(() => announce(change), waitMs)
    },
  }
}

/** Node.js fires longer timers at once; only what is stuck takes longer. */
const longestTimerMs = 2 ** 31 - 1
