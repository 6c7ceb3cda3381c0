import { type Attributes, type AwsResource, globalRegion, resourceKey } from './aws-resource.ts'
import { companionsChanged, companionsGone, companionsMade, leftoversMade } from './companions.ts'
import type { JournalEntry } from './journal-entry.ts'
import { type Kind, nameOf } from './kind.ts'
import { isRefusal, type Refusal } from './refusal.ts'
import { kindTimes, scaled } from './times.ts'
import { stateOf, type World } from './world.ts'

/** Who asks, and how fast time passes here. */
export type Asking = Readonly<{ owner: string; token: string; timeScale: number }>

/** What comes of a call: an entry for the journal, or the service's no with an entry that tells of it. */
export type Decision = Readonly<{ entry: JournalEntry; refusal?: Refusal }>

/** Judges a call that makes a resource of the given id. */
export const decideCreate = (
  kind: Kind,
  world: World,
  { id, args }: Readonly<{ id: string; args: Attributes }>,
  asking: Asking,
): Decision => {
  const call = kind.calls.create
  const answer = kind.create(world, { id, args })
  if (isRefusal(answer)) return refused(kind, world, call, asking, answer)
  const region = kind.arguments.includes('region') ? world.region : globalRegion
  const resource: AwsResource = {
    kind: nameOf(kind),
    region,
    id,
    token: asking.token,
    attributes: { ...args, ...answer },
    readyAt: beginning(kind, world, args) + duration(kind, args, 'create', asking),
    busyWith: 'create',
    within: containersOf(kind, region, args),
  }
  const along = withCompanions(companionsMade(kind, world, resource))
  return { entry: { at: world.now, op: 'created', call, owner: asking.owner, resource, ...along } }
}

/** Judges a change of an existing resource. */
export const decideModify = (
  kind: Kind,
  world: World,
  resource: AwsResource,
  changes: Attributes,
  asking: Asking,
): Decision => {
  const call = kind.calls.modify
  const after = { ...resource, attributes: { ...resource.attributes, ...changes } }
  const refusal = kind.modify?.(world, after, changes)
  if (refusal) return refused(kind, world, call, asking, refusal, resource.id)
  const readyAt = world.now + duration(kind, after.attributes, 'modify', asking, changes)
  const along = withCompanions(companionsChanged(kind, world, [resource, after], asking.timeScale))
  const entry = { at: world.now, op: 'modified', call, owner: asking.owner, ...target(resource), ...along } as const
  const follows = news(resource.attributes, kind.follows?.(world, resource, changes) ?? {})
  return { entry: { ...entry, changes: { ...follows, ...changes }, readyAt } }
}

/** Judges a deletion. */
export const decideDelete = (kind: Kind, world: World, resource: AwsResource, asking: Asking): Decision => {
  const call = kind.calls.delete
  const refusal = kind.remove?.(world, resource)
  if (refusal) return refused(kind, world, call, asking, refusal, resource.id)
  const begin = beginning(kind, world, resource.attributes)
  const goneAt = begin + duration(kind, resource.attributes, 'delete', asking)
  const along = withCompanions([
    ...companionsGone(kind, world, resource, goneAt, asking.timeScale),
    ...leftoversMade(kind, world, resource),
  ])
  return { entry: { at: world.now, op: 'deleted', call, owner: asking.owner, ...target(resource), goneAt, ...along } }
}

const news = (before: Attributes, after: Attributes): Attributes =>
  Object.fromEntries(
    Object.entries(after).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])),
  )

const withCompanions = (along: readonly JournalEntry[]) => (along.length === 0 ? {} : { along })

const target = ({ kind, region, id }: AwsResource) => ({ kind, region, id })

const refused = (
  kind: Kind,
  world: World,
  call: string,
  { owner }: Asking,
  refusal: Refusal,
  id?: string,
): Decision => {
  const { code, message } = refusal
  const about = { kind: nameOf(kind), ...(id !== undefined && { id }) }
  return { refusal, entry: { at: world.now, op: 'refused', call, owner, ...about, code, message } }
}

const duration = (
  kind: Kind,
  args: Attributes,
  what: 'create' | 'modify' | 'delete',
  { timeScale }: Asking,
  changed?: Attributes,
): number => {
  const row = kindTimes[kind.timesRow?.(args, changed) ?? nameOf(kind)]
  return scaled(row?.[what] ?? 0, timeScale)
}

/** Now, or when the calls before this one are through. */
const beginning = (kind: Kind, world: World, args: Attributes): number => {
  if (!kind.oneAtATime) return world.now
  const turn = kind.oneAtATime(args)
  const ends = world
    .all(nameOf(kind))
    .filter((other) => kind.oneAtATime?.(other.attributes) === turn && stateOf(other, world.now) !== 'available')
    .map(({ goneAt, readyAt }) => goneAt ?? readyAt)
  return Math.max(world.now, ...ends)
}

const containersOf = (kind: Kind, region: string, args: Attributes): string[] =>
  Object.entries(kind.within ?? {}).flatMap(([argument, container]) =>
    typeof args[argument] === 'string'
      ? [
          resourceKey({ kind: container, region, id: args[argument] }),
          resourceKey({ kind: container, region: globalRegion, id: args[argument] }),
        ]
      : [],
  )
