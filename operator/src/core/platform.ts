import { parseTaskPlatform } from '@taskplatform/crds/contract'
import type { KubernetesObject } from '@taskplatform/crds/kubernetes'
import { finalizer, pausedAnnotation } from '@taskplatform/crds/labels'
import type { TaskPlatform } from '@taskplatform/crds/taskplatform'
import { type ResolvedSpec, resolveSpec } from './resolve.ts'

/** A TaskPlatform as the API server stores it, not looked into yet. */
export type StoredPlatform = KubernetesObject & Readonly<{ spec?: unknown; status?: TaskPlatform['status'] }>

type Identity = Readonly<{
  name: string
  namespace: string
  generation: number
  /** Whether our finalizer is on it, so that it cannot disappear before its composites do. */
  claimed: boolean
}>

/** A platform that is meant to exist, every default in place. */
export type LivePlatform = Identity & Readonly<{ phase: 'Live'; spec: ResolvedSpec }>

/** A platform that somebody asked to leave as it is, by an annotation or in its spec. */
export type PausedPlatform = Identity &
  Readonly<{ phase: 'Paused'; why: 'Annotation' | 'Suspended'; deleting: boolean }>

/**
 * A TaskPlatform in one of four phases.
 * - `Paused`: somebody asked for no changes, so nothing is made, corrected or deleted.
 * - `Deleting`: it has a deletion timestamp; its spec is not parsed, so that a bad one cannot hold it here for ever.
 * - `Invalid`: its spec cannot be understood; only a new spec helps. `Live`: everything else.
 */
export type Platform =
  | LivePlatform
  | PausedPlatform
  | (Identity & Readonly<{ phase: 'Deleting'; deletionProtection: boolean }>)
  | (Identity & Readonly<{ phase: 'Invalid'; issues: readonly Issue[] }>)

/** What is wrong with a spec: the field, and what to do about it. */
export type Issue = Readonly<{ path: string; message: string }>

/** Reads a stored TaskPlatform. The phases are asked for in the order in which they overrule each other. */
export function parsePlatform(stored: StoredPlatform): Platform {
  const identity = identityOf(stored)
  const deleting = stored.metadata.deletionTimestamp !== undefined
  const why = pauseOf(stored)
  if (why) return { ...identity, phase: 'Paused', why, deleting }
  if (deleting) return { ...identity, phase: 'Deleting', deletionProtection: isProtected(stored) }

  const parsed = parseTaskPlatform(stored)
  if (!parsed.ok) return { ...identity, phase: 'Invalid', issues: parsed.issues }
  return { ...identity, phase: 'Live', spec: resolveSpec(parsed.value.spec, stored.status?.resolved) }
}

const identityOf = ({ metadata }: StoredPlatform): Identity => ({
  name: metadata.name,
  namespace: metadata.namespace ?? '',
  generation: metadata.generation ?? 0,
  claimed: metadata.finalizers?.includes(finalizer) ?? false,
})

const pauseOf = (stored: StoredPlatform): 'Annotation' | 'Suspended' | undefined => {
  if (stored.metadata.annotations?.[pausedAnnotation] === 'true') return 'Annotation'
  return fieldOf(stored, 'suspend') === true ? 'Suspended' : undefined
}

// Without a word on it, a Production platform is protected and any other is not.
const isProtected = (stored: StoredPlatform): boolean => {
  const asked = fieldOf(stored, 'deletionProtection')
  return typeof asked === 'boolean' ? asked : fieldOf(stored, 'profile') === 'Production'
}

const fieldOf = (stored: StoredPlatform, field: string): unknown =>
  typeof stored.spec === 'object' && stored.spec !== null ? (stored.spec as Record<string, unknown>)[field] : undefined
