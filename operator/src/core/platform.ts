import { parseTaskPlatform } from '@taskplatform/crds/contract'
import { profileDefaults } from '@taskplatform/crds/defaults'
import type { KubernetesObject } from '@taskplatform/crds/kubernetes'
import { finalizer, pausedAnnotation, skipDrainAnnotation } from '@taskplatform/crds/labels'
import { type DataPolicy, dataPolicy } from '@taskplatform/crds/layers/common'
import type { TaskPlatform } from '@taskplatform/crds/taskplatform'
import { accessIssues, type Installation } from './installation.ts'
import type { Issue } from './issue.ts'
import type { PlatformId } from './platform-id.ts'
import type { Recorded } from './recorded.ts'
import { type ResolvedSpec, resolveSpec } from './resolve.ts'
import { installationFor } from './tenancy.ts'

/** A TaskPlatform as the API server stores it, not looked into yet. */
export type StoredPlatform = KubernetesObject & Readonly<{ spec?: unknown; status?: TaskPlatform['status'] }>

type Identity = PlatformId &
  Readonly<{
    generation: number
    /** Whether our finalizer is on it, so that it cannot disappear before its composites do. */
    claimed: boolean
  }>

/** A platform that is meant to exist, every default in place. */
export type LivePlatform = Identity & Readonly<{ phase: 'Live'; spec: ResolvedSpec; installation: Installation }>

/** A platform that goes away. Of its spec only that is read which decides how; a policy that is no policy is none. */
export type DeletingPlatform = Identity &
  Readonly<{
    phase: 'Deleting'
    deletionProtection: boolean
    dataPolicy: DataPolicy | undefined
    /** Somebody asked not to wait until the EKS cluster has let go of what it holds in AWS. */
    skipDrain: boolean
  }>

/** A platform that somebody asked to leave as it is, by an annotation or in its spec. */
export type PausedPlatform = Identity &
  Readonly<{ phase: 'Paused'; why: 'Annotation' | 'Suspended'; deleting: boolean }>

/**
 * A platform that nothing is made for. `mayHeal`: what stands in its way may go away without a new spec; `reason` says what it
 * is, when it is no fault of the spec alone.
 */
export type InvalidPlatform = Identity &
  Readonly<{ phase: 'Invalid'; issues: readonly Issue[]; mayHeal?: boolean; reason?: 'ProviderConfigMissing' }>

/**
 * A TaskPlatform in one of four phases.
 * - `Paused`: somebody asked for no changes, so nothing is made, corrected or deleted.
 * - `Deleting`: it has a deletion timestamp; its spec is not parsed, so that a bad one cannot hold it here for ever.
 * - `Invalid`: its spec cannot be understood; only a new spec helps. `Live`: everything else.
 */
export type Platform = LivePlatform | PausedPlatform | DeletingPlatform | InvalidPlatform

/**
 * Reads a stored TaskPlatform. The phases are asked for in the order in which they overrule each other. `recorded` is what is
 * in force already, by `recordedOf`; without composites to ask, the status alone.
 */
export function parsePlatform(
  stored: StoredPlatform,
  installation: Installation,
  recorded: Recorded | undefined = stored.status?.resolved,
): Platform {
  const identity = identityOf(stored)
  const deleting = stored.metadata.deletionTimestamp !== undefined
  const why = pauseOf(stored)
  if (why) return { ...identity, phase: 'Paused', why, deleting }
  if (deleting) {
    const skipDrain = stored.metadata.annotations?.[skipDrainAnnotation] === 'true'
    return { ...identity, phase: 'Deleting', ...deletionWishes(stored), skipDrain }
  }

  const parsed = parseTaskPlatform(stored)
  if (!parsed.ok) return { ...identity, phase: 'Invalid', issues: parsed.issues }
  const spec = resolveSpec(parsed.value.spec, identity, recorded)
  const issues = accessIssues(spec.cluster.apiAccess, installation)
  if (issues.length > 0) return { ...identity, phase: 'Invalid', issues }
  return { ...identity, phase: 'Live', spec, installation: installationFor(spec.providerConfigRef, installation) }
}

const identityOf = ({ metadata }: StoredPlatform): Identity => ({
  name: metadata.name,
  namespace: metadata.namespace ?? '',
  uid: metadata.uid ?? '',
  generation: metadata.generation ?? 0,
  claimed: metadata.finalizers?.includes(finalizer) ?? false,
})

const pauseOf = (stored: StoredPlatform): 'Annotation' | 'Suspended' | undefined => {
  if (stored.metadata.annotations?.[pausedAnnotation] === 'true') return 'Annotation'
  return fieldOf(stored, 'suspend') === true ? 'Suspended' : undefined
}

const deletionWishes = (stored: StoredPlatform) => ({
  deletionProtection: isProtected(stored),
  dataPolicy: dataPolicyOf(stored),
})

// Without a word on it, a Production platform is protected and any other is not.
const isProtected = (stored: StoredPlatform): boolean => {
  const asked = fieldOf(stored, 'deletionProtection')
  return typeof asked === 'boolean' ? asked : fieldOf(stored, 'profile') === 'Production'
}

const dataPolicyOf = (stored: StoredPlatform): DataPolicy | undefined => {
  const asked = dataPolicy.safeParse(fieldOf(stored, 'dataPolicy') ?? undefined)
  if (asked.success) return asked.data
  const profile = fieldOf(stored, 'profile')
  if (fieldOf(stored, 'dataPolicy') != null || (profile !== 'Production' && profile !== 'Development')) return undefined
  return profileDefaults[profile].dataPolicy
}

const fieldOf = (stored: StoredPlatform, field: string): unknown =>
  typeof stored.spec === 'object' && stored.spec !== null ? (stored.spec as Record<string, unknown>)[field] : undefined
