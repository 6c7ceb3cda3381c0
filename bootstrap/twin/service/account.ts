import type { Clock } from '@taskplatform/operator/ports/clock'
import { type Attributes, type AwsResource, globalRegion, resourceKey } from './aws-resource.ts'
import { type Asking, type Decision, decideCreate, decideDelete, decideModify } from './decide.ts'
import { type Faults, faultFor } from './faults.ts'
import type { Journal } from './journal.ts'
import { foldEntry, type JournalEntry, type Resources } from './journal-entry.ts'
import type { Kind } from './kind.ts'
import { accountQuotas } from './quotas.ts'
import type { Refusal } from './refusal.ts'
import { isThere, type World, worldAt } from './world.ts'

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
  /** Notes something that did not happen. */
  note(entry: JournalEntry): Promise<void>
  /** What a console user does: no call of the provider, no questions asked. Gives whether there was such a resource. */
  alterOutside(kind: string, region: string, id: string, changes: Attributes | 'delete'): Promise<boolean>
  /** Everything that exists. */
  list(): AwsResource[]
  /** Calls `listener` when a resource was made, changed, or is gone. */
  onChange(listener: (change: AccountChange) => void): void
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
}>

/** The account whose past is `entries`. */
export const createAccount = (options: AccountOptions): Account => {
  const { clock, journal, entries, faults, accountId, timeScale } = options
  const resources: Resources = new Map()
  const turns = new Map<string, number>()
  const tokens = new Map<string, string>()
  const listeners: ((change: AccountChange) => void)[] = []
  const announce = (change: AccountChange) => {
    for (const listener of listeners) listener(change)
  }
  const apply = (entry: JournalEntry) => {
    foldEntry(resources, entry)
    if (entry.op !== 'created') return
    turns.set(entry.owner, (turns.get(entry.owner) ?? 0) + 1)
    tokens.set(entry.resource.token, resourceKey(entry.resource))
  }
  for (const entry of entries) apply(entry)

  const existing = (key: string | undefined): AwsResource | undefined => {
    const found = key === undefined ? undefined : resources.get(key)
    return found && isThere(resources, found, clock.now()) ? found : undefined
  }
  const world = (region: string) =>
    worldAt(resources, { region, accountId, now: clock.now(), quotas: { ...accountQuotas, ...faults.quotas() } })
  const find: Account['find'] = (kind, region, id) =>
    existing(resourceKey({ kind: kind.resource.kind, region: regionOf(kind, region), id }))
  const findByToken: Account['findByToken'] = (token) => existing(token === '' ? undefined : tokens.get(token))
  const asking = ({ owner, token }: Calling): Asking => ({ owner, token, timeScale })

  /** Decided and remembered in one go, so that no other call comes between; only then the disk. */
  const take = async ({ entry, refusal }: Decision, what: AccountChange['what']): Promise<Refusal | undefined> => {
    apply(entry)
    await journal.append([entry])
    if (refusal) return refusal
    const resource = resources.get(keyIn(entry))
    if (resource) announceWhenDone(clock, resource, what, announce)
    return undefined
  }
  return {
    world,
    find,
    findByToken,
    create: async (kind, request) => {
      const { region, owner, token, args, name } = request
      const made = findByToken(token)
      if (made) return made
      const fault = faultFor(faults, kind, 'create', asking(request), clock.now())
      if (fault) return (await take(fault, 'made')) as Refusal
      const id = idFor(kind, args, name, { seed: options.seed, owner, turn: turns.get(owner) ?? 0 })
      const decision = faults.stretch(kind, decideCreate(kind, world(region), { id, args }, asking(request)))
      const refusal = await take(decision, 'made')
      return refusal ?? (find(kind, region, id) as AwsResource)
    },
    modify: async (kind, resource, changes, calling) =>
      take(
        faultFor(faults, kind, 'update', asking(calling), clock.now()) ??
          decideModify(kind, world(calling.region), resource, changes, asking(calling)),
        'changed',
      ),
    remove: async (kind, resource, calling) =>
      take(
        faultFor(faults, kind, 'delete', asking(calling), clock.now()) ??
          decideDelete(kind, world(calling.region), resource, asking(calling)),
        'gone',
      ),
    note: (entry) => journal.append([entry]),
    alterOutside: async (kind, region, id, changes) => {
      const found = existing(resourceKey({ kind, region, id }))
      if (!found) return false
      const at = clock.now()
      const entry: JournalEntry =
        changes === 'delete'
          ? { at, op: 'deleted-outside', kind, region, id }
          : { at, op: 'altered-outside', kind, region, id, changes }
      apply(entry)
      await journal.append([entry])
      announce({ resource: resources.get(resourceKey(found)) ?? found, what: 'altered outside' })
      return true
    },
    list: () => [...resources.values()].filter((resource) => isThere(resources, resource, clock.now())),
    onChange: (listener) => {
      listeners.push(listener)
    },
  }
}

const keyIn = (entry: JournalEntry): string => {
  if (entry.op === 'created') return resourceKey(entry.resource)
  return 'region' in entry ? resourceKey(entry) : ''
}

const regionOf = (kind: Kind, region: string): string => (kind.arguments.includes('region') ? region : globalRegion)

const idFor = (
  kind: Kind,
  args: Attributes,
  name: string,
  from: Readonly<{ seed: string; owner: string; turn: number }>,
): string => {
  if (kind.naming.by === 'aws') return kind.naming.id(from)
  if (kind.naming.by === 'user') return name
  return kind.naming.id(args, name) ?? ''
}

const announceWhenDone = (
  clock: Clock,
  resource: AwsResource,
  what: AccountChange['what'],
  announce: (change: AccountChange) => void,
): void => {
  const doneAt = what === 'gone' ? (resource.goneAt ?? 0) : resource.readyAt
  const waitMs = doneAt - clock.now()
  if (waitMs > longestTimerMs) return
  if (waitMs <= 0) announce({ resource, what })
  else clock.setTimeout(() => announce({ resource, what }), waitMs)
}

/** Node.js fires longer timers at once; only what is stuck takes longer. */
const longestTimerMs = 2 ** 31 - 1
