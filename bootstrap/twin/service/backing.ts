import type { Attributes } from './aws-resource.ts'

/**
 * What really runs behind a resource: `none` for kinds without a backend, `starting` until it answers. `facts` are attributes of
 * the resource as the provider names them, such as an endpoint, and nothing secret.
 */
export type Backing = Readonly<{ state: 'none' | 'starting' } | { state: 'running'; facts: Attributes }>

/** A resource that is nothing but an entry in the account. */
export const noBacking: Backing = { state: 'none' }
