/** What is known of a resource, as the provider names it (`cidrBlock`). */
export type Attributes = Readonly<Record<string, unknown>>

/** One resource in the account. Times are milliseconds since 1970. */
export type AwsResource = Readonly<{
  /** Name of its kind, as in Kubernetes: `Subnet`. */
  kind: string
  /** `global` for kinds that belong to no region. */
  region: string
  id: string
  /** Who asked for it: the same token never makes a second one. Empty for what was made outside. */
  token: string
  attributes: Attributes
  /** Busy with being created or changed until then. */
  readyAt: number
  busyWith: 'create' | 'update'
  /** Gone from then on; being deleted before. */
  goneAt?: number
  /** Keys of resources that take this one with them when they go. */
  within: readonly string[]
}>

/** The region of kinds that have none. */
export const globalRegion = 'global'

/** Under which a resource is kept: ids of named kinds are unique only per kind and region. */
export const resourceKey = ({ kind, region, id }: Pick<AwsResource, 'kind' | 'region' | 'id'>): string =>
  `${kind}|${region}|${id}`
