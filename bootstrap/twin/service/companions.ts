import { type Attributes, type AwsResource, resourceKey } from './aws-resource.ts'
import type { JournalEntry } from './journal-entry.ts'
import type { Kind } from './kind.ts'
import { kindTimes, scaled } from './times.ts'
import type { World } from './world.ts'

/** Something that AWS makes along with a resource, and nobody asked for by itself: a network interface, a security group. */
export type Companion = Readonly<{
  /** Its kind, as the account names it. */
  kind: string
  id: string
  attributes: Attributes
  /** AWS cannot delete it when the resource goes, because others use it: it is left behind. */
  kept?: boolean
}>

/** Something that stays in the account when a resource is deleted. */
export type Leftover = Pick<Companion, 'kind' | 'id' | 'attributes'> &
  Readonly<{
    /** When it goes by itself, in milliseconds since 1970; never, if not given. */
    goneAt?: number
  }>

/** The entries that make what comes with a new resource. */
export const companionsMade = (kind: Kind, world: World, resource: AwsResource): JournalEntry[] =>
  companionsOf(kind, world, resource).map((companion) => made(world, resource, companion))

/** The entries that bring what came with a resource in line with a change of it. */
export const companionsChanged = (
  kind: Kind,
  world: World,
  [before, after]: readonly [AwsResource, AwsResource],
  timeScale: number,
): JournalEntry[] => {
  const wanted = companionsOf(kind, world, after)
  const old = companionsOf(kind, world, before)
  const isWanted = (one: Companion) => wanted.some((other) => other.kind === one.kind && other.id === one.id)
  return [
    ...old
      .filter((one) => !one.kept && !isWanted(one))
      .flatMap((one) => gone(world, before, one, world.now, timeScale)),
    ...wanted.flatMap((one) => madeOrAltered(world, after, one)),
  ]
}

/** The entries that take away what came with a resource that is gone at `goneAt`; AWS is a little late with that. */
export const companionsGone = (
  kind: Kind,
  world: World,
  resource: AwsResource,
  goneAt: number,
  timeScale: number,
): JournalEntry[] =>
  companionsOf(kind, world, resource)
    .filter(({ kept }) => !kept)
    .flatMap((companion) => gone(world, resource, companion, goneAt, timeScale))

/** The entries that make what stays behind when a resource is deleted. */
export const leftoversMade = (kind: Kind, world: World, resource: AwsResource): JournalEntry[] =>
  (kind.leaves?.(world, resource) ?? []).map((leftover) => {
    const entry = made(world, resource, leftover)
    if (leftover.goneAt === undefined || entry.op !== 'created') return entry
    return { ...entry, resource: { ...entry.resource, goneAt: leftover.goneAt } }
  })

/** Who makes companions, in the AWS-side log. */
const owner = 'amazonaws.com'

const companionsOf = (kind: Kind, world: World, resource: AwsResource): readonly Companion[] =>
  kind.companions?.(world, resource) ?? []

const made = (
  { now }: World,
  { region }: AwsResource,
  { kind, id, attributes }: Omit<Companion, 'kept'>,
): JournalEntry => {
  const resource = { kind, region, id, token: '', attributes, readyAt: now, busyWith: 'create' as const, within: [] }
  return { at: now, op: 'created', call: `Create${kind}`, owner, resource }
}

const madeOrAltered = (world: World, owned: AwsResource, companion: Companion): JournalEntry[] => {
  const there = world.get(companion.kind, companion.id)
  if (!there) return [made(world, owned, companion)]
  const isSame = JSON.stringify(there.attributes) === JSON.stringify(companion.attributes)
  return isSame ? [] : [altered(world, owned, companion)]
}

const altered = ({ now }: World, { region }: AwsResource, { kind, id, attributes }: Companion): JournalEntry => ({
  at: now,
  op: 'modified',
  call: `Modify${kind}`,
  owner,
  kind,
  region,
  id,
  changes: attributes,
  readyAt: now,
})

/** What somebody else has deleted already stays deleted. */
const gone = (
  world: World,
  { region }: AwsResource,
  { kind, id }: Companion,
  goneAt: number,
  timeScale: number,
): JournalEntry[] => {
  const there = world.get(kind, id)
  if (!there || resourceKey(there) !== resourceKey({ kind, region, id })) return []
  const lateMs = scaled(kindTimes[kind]?.delete ?? 0, timeScale)
  return [{ at: world.now, op: 'deleted', call: `Delete${kind}`, owner, kind, region, id, goneAt: goneAt + lateMs }]
}
