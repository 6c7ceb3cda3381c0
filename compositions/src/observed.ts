import type { ManagedResources } from './generated/kinds.ts'
import type { ManagedResource } from './managed-resource.ts'

/** The managed resources that exist, by composition key, as the API server holds them. */
export type Observed = Readonly<Record<string, ManagedResource>>

/** Name of a kind that we compose: service/Kind. */
export type KindName = keyof ManagedResources

/** What AWS says about the resource under the key; all of it missing until the provider has seen it. */
export const observation = <Kind extends KindName>(
  observed: Observed,
  _kind: Kind,
  key: string,
): Partial<ObservationOf<Kind>> => (observed[key]?.status?.atProvider ?? {}) as Partial<ObservationOf<Kind>>

/** What was last asked for under the key, references resolved: the memory of decisions that a lost status must not undo. */
export const asked = <Kind extends KindName>(observed: Observed, _kind: Kind, key: string): Partial<AskedOf<Kind>> =>
  (observed[key]?.spec.forProvider ?? {}) as Partial<AskedOf<Kind>>

/** Type of `spec.forProvider` of a kind. */
export type AskedOf<Kind extends KindName> = ManagedResources[Kind]['spec']['forProvider']

/** Type of `status.atProvider` of a kind. */
export type ObservationOf<Kind extends KindName> = NonNullable<
  NonNullable<ManagedResources[Kind]['status']>['atProvider']
>

/** Identifier that AWS gave to the resource under the key, once it has one. For kinds that AWS names, not we. */
export const identifier = (observed: Observed, key: string): string | undefined => {
  const resource = observed[key]
  const told = resource?.status?.atProvider?.['id'] as string | undefined
  // a name under which something is looked for may turn out to be nobody's
  return told || (resource && isOnlyObserved(resource) ? undefined : externalName(resource))
}

/** Whether the provider may do nothing but look. */
export const isOnlyObserved = ({ spec }: ManagedResource): boolean =>
  spec.managementPolicies?.length === 1 && spec.managementPolicies[0] === 'Observe'

/** Name of a resource in AWS, once the provider knows it. */
export const externalName = (resource: ManagedResource | undefined): string | undefined =>
  resource?.metadata.annotations?.[externalNameAnnotation] || undefined

/** Annotation in which the provider writes down that it is about to make the resource in AWS. */
export const createPendingAnnotation = 'crossplane.io/external-create-pending'

/** Annotation in which the provider keeps, and reads, the name of a resource in AWS. */
export const externalNameAnnotation = 'crossplane.io/external-name'
