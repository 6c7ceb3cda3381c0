import { type AwsResource, globalRegion, resourceKey } from './aws-resource.ts'
import { type Backing, noBacking } from './backing.ts'
import type { Resources } from './journal-entry.ts'
import type { Quotas } from './quotas.ts'

/** The account as one call sees it: one region and what is global, at one moment. Pure, made anew for each call. */
export type World = Readonly<{
  region: string
  /** Twelve digits. */
  accountId: string
  /** Milliseconds since 1970. */
  now: number
  quotas: Quotas
  /** Those that exist, including those being created or deleted. */
  all(kind: string): AwsResource[]
  get(kind: string, id: unknown): AwsResource | undefined
  /** Those of all regions: for services that belong to none, and names that are taken for the whole world. */
  everywhere(kind: string): AwsResource[]
  /** What really runs behind a resource. */
  backing(resource: AwsResource): Backing
}>

/** Where and when a world is looked at. `backing`: nothing runs behind anything, unless given. */
export type Place = Pick<World, 'region' | 'accountId' | 'now' | 'quotas'> & Partial<Pick<World, 'backing'>>

/** How a region of the account looks at `now`. */
export const worldAt = (resources: Resources, place: Place): World => {
  const exists = (resource: AwsResource) => isThere(resources, resource, place.now)
  return {
    backing: () => noBacking,
    ...place,
    all: (kind) =>
      [...resources.values()].filter(
        (resource) =>
          resource.kind === kind && [place.region, globalRegion].includes(resource.region) && exists(resource),
      ),
    everywhere: (kind) => [...resources.values()].filter((resource) => resource.kind === kind && exists(resource)),
    get: (kind, id) =>
      [place.region, globalRegion]
        .map((region) => resources.get(resourceKey({ kind, region, id: String(id ?? '') })))
        .find((resource) => resource !== undefined && exists(resource)),
  }
}

/** Whether a resource exists at `now`: neither it nor what it is part of is gone. */
export const isThere = (resources: Resources, resource: AwsResource, now: number): boolean =>
  (resource.goneAt === undefined || resource.goneAt > now) &&
  resource.within.every((key) => {
    const container = resources.get(key)
    return container === undefined || isThere(resources, container, now)
  })

/** `creating`, `available`, `updating` or `deleting`, for a resource that exists. */
export const stateOf = (resource: AwsResource, now: number): 'creating' | 'available' | 'updating' | 'deleting' => {
  if (resource.goneAt !== undefined) return 'deleting'
  if (resource.readyAt <= now) return 'available'
  return resource.busyWith === 'create' ? 'creating' : 'updating'
}

/** Whether a resource can be used: AWS is done with its creation, and what runs behind it answers. */
export const isUp = (world: World, resource: AwsResource): boolean =>
  ['available', 'updating'].includes(stateOf(resource, world.now)) && world.backing(resource).state !== 'starting'
