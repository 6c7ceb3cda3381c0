import type { Desired } from './managed.ts'
import type { ManagedResource } from './managed-resource.ts'
import {
  createPendingAnnotation,
  externalName,
  externalNameAnnotation,
  isOnlyObserved,
  type Observed,
} from './observed.ts'

/**
 * A desired resource, and how far the search for what exists of it is: `looking` while the provider only looks, `unsure` as long as
 * the name that stands there may be nobody's.
 */
export type Adopted = Readonly<{ desired: Desired; looking: boolean; unsure: boolean }>

/**
 * Takes over what exists in AWS under the name that is given. The provider first only looks (managementPolicies: Observe), so
 * that nothing is made, changed or renamed while we are not sure. What it finds it then manages like anything else; what is
 * not there is made anew, under whatever name AWS gives it.
 */
export const adopt = (desired: Desired, seen: ManagedResource | undefined, given: string | undefined): Adopted => {
  // a ClusterAuth is nothing in AWS
  if (!given || desired.kind === 'eks/ClusterAuth') return { desired, looking: false, unsure: false }
  const name = externalName(desired.resource) ?? given
  switch (stageOf(seen, name)) {
    case 'Looking':
      return { desired: changed(desired, name, { managementPolicies: ['Observe'] }), looking: true, unsure: true }
    case 'Found':
      return { desired: changed(desired, name, {}), looking: false, unsure: false }
    case 'Absent':
      return { desired, looking: false, unsure: true }
    case 'OnItsOwn':
      return { desired, looking: false, unsure: false }
  }
}

/**
 * Leaves out what refers to something that we are not sure of and does not exist itself: the provider takes over an identifier
 * once, and would keep one that is nobody's.
 */
export const mayRefer = ({ resource, key }: Desired, unsure: ReadonlySet<string>, observed: Observed): boolean =>
  observed[key] !== undefined || !namesIn(resource.spec.forProvider).some((name) => unsure.has(name))

/** Names of the objects that references point to, at any depth. */
const namesIn = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap(namesIn)
  return Object.entries(value).flatMap(([field, inner]) =>
    /Refs?$/.test(field) ? [inner].flat().map((ref) => String((ref as { name?: unknown }).name)) : namesIn(inner),
  )
}

/**
 * Why the words of the provider about a resource that is looked for are no failure: crossplane-runtime says this when a resource
 * that it may only observe does not exist. Source: crossplane-runtime v2.4.0, pkg/reconciler/managed/reconciler.go.
 */
const absent = 'external resource does not exist'

type Stage = 'Looking' | 'Found' | 'Absent' | 'OnItsOwn'

// The name is given only as long as it is the one that stands there: what AWS names anew keeps that name, and server-side apply
// of an older one would make the provider lose it.
const stageOf = (seen: ManagedResource | undefined, name: string): Stage => {
  if (!seen) return 'Looking'
  if (externalName(seen) !== name) return 'OnItsOwn'
  if (!isOnlyObserved(seen)) return isMadeAnew(seen) ? 'OnItsOwn' : 'Found'
  if (isAbsent(seen)) return 'Absent'
  return Object.keys(seen.status?.atProvider ?? {}).length > 0 ? 'Found' : 'Looking'
}

const isMadeAnew = ({ metadata }: ManagedResource): boolean =>
  metadata.annotations?.[createPendingAnnotation] !== undefined

const isAbsent = ({ status }: ManagedResource): boolean =>
  status?.conditions?.some(
    ({ type, status: said, message }) => type === 'Synced' && said === 'False' && message?.includes(absent),
  ) ?? false

const changed = (desired: Desired, name: string, more: Partial<ManagedResource['spec']>): Desired => {
  const { metadata, spec } = desired.resource
  const resource = {
    ...desired.resource,
    metadata: { ...metadata, annotations: { ...metadata.annotations, [externalNameAnnotation]: name } },
    spec: { ...spec, ...more },
  }
  // the kind is the same, only its generic type is lost
  return { ...desired, resource: resource as Desired['resource'] }
}
