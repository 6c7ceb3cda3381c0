import type { Composition } from '../composition.ts'
import type { ManagedResource } from '../managed-resource.ts'
import { externalNameAnnotation, type Observed } from '../observed.ts'
import { identifiersOf } from './identifiers.ts'
import { withoutReferences, withResolved } from './references.ts'
import { reportOf } from './reports.ts'

/** What the API server would hold if the provider had made all resources of a composition. */
export const madeBy = ({ resources }: Pick<Composition, 'resources'>): Observed => {
  const all = Object.values(resources).map(({ resource }) => resource)
  return Object.fromEntries(Object.entries(resources).map(([key, { resource }]) => [key, made(resource, all)]))
}

/**
 * The resource as the provider leaves it once AWS has made it: references resolved in the spec, identifiers filled in,
 * conditions True. `others` are what its references may name.
 */
export const made = (resource: ManagedResource, others: readonly ManagedResource[] = []): ManagedResource => {
  const { forProvider, initProvider } = resource.spec
  const resolved = withResolved(forProvider, others)
  const identifiers = identifiersOf({ ...resource, spec: { ...resource.spec, forProvider: resolved } })
  const asked = { ...(initProvider ? withResolved(initProvider, others) : {}), ...resolved }
  return {
    ...resource,
    metadata: {
      ...resource.metadata,
      generation: 1,
      annotations: { ...resource.metadata.annotations, [externalNameAnnotation]: identifiers.id },
    },
    spec: { ...resource.spec, forProvider: resolved },
    status: {
      atProvider: { ...withoutReferences(asked), ...reportOf(resource, identifiers) },
      conditions: [condition('Synced', 'ReconcileSuccess'), condition('Ready', 'Available')],
    },
  }
}

const condition = (type: string, reason: string) => ({
  type,
  status: 'True' as const,
  reason,
  message: '',
  lastTransitionTime: epoch,
})

/** Nothing that is assumed has happened at any time. */
const epoch = '1970-01-01T00:00:00Z'
