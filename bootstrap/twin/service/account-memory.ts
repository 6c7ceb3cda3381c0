import type { Clock } from '@taskplatform/operator/ports/clock'
import { type AwsResource, globalRegion, resourceKey } from './aws-resource.ts'
import { foldEntry, type JournalEntry, type Resources } from './journal-entry.ts'
import { type Kind, nameOf } from './kind.ts'
import { isThere } from './world.ts'

/** What an account remembers: its journal, folded. */
export interface AccountMemory {
  readonly resources: Resources
  /** Works an entry in. */
  apply(entry: JournalEntry): void
  /** A resource that exists, under its `resourceKey`. */
  existing(key: string): AwsResource | undefined
  /** One of a kind that exists in `region`, or anywhere for a kind without regions. */
  find(kind: Kind, region: string, id: string): AwsResource | undefined
  /** What was made for that token, while it exists. */
  findByToken(token: string): AwsResource | undefined
  /** The resource that an entry is about, gone or not. */
  subjectOf(entry: JournalEntry): AwsResource | undefined
  /** How many resources were ever made for an owner. */
  turnsOf(owner: string): number
  list(): AwsResource[]
}

/** The memory of an account whose past is `entries`. */
export const createAccountMemory = (entries: readonly JournalEntry[], clock: Clock): AccountMemory => {
  const resources: Resources = new Map()
  const turns = new Map<string, number>()
  const tokens = new Map<string, string>()
  const apply = (entry: JournalEntry) => {
    foldEntry(resources, entry)
    if (entry.op !== 'created') return
    turns.set(entry.owner, (turns.get(entry.owner) ?? 0) + 1)
    tokens.set(entry.resource.token, resourceKey(entry.resource))
  }
  for (const entry of entries) apply(entry)
  const existing = (key: string): AwsResource | undefined => {
    const found = resources.get(key)
    return found && isThere(resources, found, clock.now()) ? found : undefined
  }
  return {
    resources,
    apply,
    existing,
    find: (kind, region, id) => existing(resourceKey({ kind: nameOf(kind), region: regionOf(kind, region), id })),
    findByToken: (token) => (token === '' ? undefined : existing(tokens.get(token) ?? '')),
    subjectOf: (entry) => resources.get(keyIn(entry)),
    turnsOf: (owner) => turns.get(owner) ?? 0,
    list: () => [...resources.values()].filter((resource) => isThere(resources, resource, clock.now())),
  }
}

const regionOf = (kind: Kind, region: string): string => (kind.arguments.includes('region') ? region : globalRegion)

const keyIn = (entry: JournalEntry): string => {
  if (entry.op === 'created') return resourceKey(entry.resource)
  return 'region' in entry ? resourceKey(entry) : ''
}
