import { compose } from '../src/layers.ts'
import type { ManagedResource } from '../src/managed-resource.ts'
import type { Observed } from '../src/observed.ts'
import { withCondition } from './observed.ts'

/** Something that goes wrong with one resource that exists. */
export type Mishap = Readonly<{ why: string; befalls: (resource: ManagedResource) => ManagedResource }>

/** Whatever may happen to a resource by itself, without anybody asking for it. */
export const mishaps: readonly Mishap[] = [
  { why: 'is not ready any more', befalls: (one) => withCondition(one, 'Ready', 'False', { reason: 'Unavailable' }) },
  { why: 'is refused by AWS', befalls: (one) => withCondition(one, 'Synced', 'False', { message: 'api error X: no' }) },
  { why: 'loses its status', befalls: ({ status: _, ...one }) => one },
]

/** Keys of resources that exist and that a composition would no longer ask for if each of them in turn met with the mishap. */
export const losses = (composite: unknown, observed: Observed, { befalls }: Mishap): readonly string[] =>
  Object.entries(observed).flatMap(([key, resource]) => {
    const { resources } = compose(composite, { ...observed, [key]: befalls(resource) })
    return Object.keys(observed)
      .filter((one) => !(one in resources))
      .map((one) => `${one} is lost with ${key}`)
  })
