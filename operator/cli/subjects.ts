import { settle } from '@taskplatform/compositions/assumed/settle'
import type { Exception } from '@taskplatform/compositions/conformance/judge'
import { MalformedCompositeError } from '@taskplatform/compositions/errors'
import type { Graph } from '@taskplatform/compositions/graph'
import type { Profile } from '@taskplatform/crds/defaults'
import { layerKinds } from '@taskplatform/crds/generate/kinds'
import type { KubernetesObject } from '@taskplatform/crds/kubernetes'
import { group, layerGroup, platformLabel } from '@taskplatform/crds/labels'
import { type Structural, structural } from '@taskplatform/crds/structural'
import { taskPlatform } from '@taskplatform/crds/taskplatform'
import { renderPlatform } from '../src/core/graph.ts'
import type { Issue } from '../src/core/issue.ts'
import { layers } from '../src/core/layers.ts'
import { parsePlatform, type StoredPlatform } from '../src/core/platform.ts'
import { assumedInstallation, assumedUid } from './assumed-installation.ts'
import type { Document } from './documents.ts'
import { unknownFields } from './unknown-fields.ts'

/** A document of ours with all that it becomes, or with what is wrong with it. */
export type Subject = Readonly<{
  document: Document
  object: KubernetesObject
}> &
  Readonly<{ legal: true; graph: Graph; exceptions: readonly Exception[] } | { legal: false; issues: readonly Issue[] }>

/**
 * Renders a TaskPlatform with all its layers, or a layer by itself, which is taken to be of the profile. Undefined for documents
 * of other kinds.
 */
export const subjectOf = (document: Document, profile: Profile): Subject | undefined => {
  const object = document.object as Partial<StoredPlatform> | null
  const [apiGroup] = String(object?.apiVersion).split('/')
  if (apiGroup === group && object?.kind === 'TaskPlatform') return platformSubject(document, object)
  return apiGroup === layerGroup ? layerSubject(document, object ?? {}, profile) : undefined
}

const platformSubject = (document: Document, given: Partial<StoredPlatform>): Subject => {
  const stored = named(given)
  const base = { document, object: stored }
  const spec = structural(taskPlatform).properties?.['spec'] as Structural
  const strange = unknownFields(spec, stored.spec, 'spec')
  if (strange.length > 0) return { ...base, legal: false, issues: strange }
  const platform = parsePlatform(awake(stored), assumedInstallation)
  if (platform.phase === 'Invalid') return { ...base, legal: false, issues: platform.issues }
  if (platform.phase !== 'Live') return { ...base, legal: false, issues: [beingDeleted] }
  return { ...base, legal: true, graph: renderPlatform(layers, platform), exceptions: exceptionsIn(stored) }
}

const layerSubject = (document: Document, given: Partial<StoredPlatform>, profile: Profile): Subject => {
  const composite = named(given)
  const base = { document, object: composite }
  const known = layerKinds.find(({ kind }) => kind === composite.kind)
  if (!known) {
    const kinds = layerKinds.map(({ kind }) => kind).join(', ')
    return { ...base, legal: false, issues: [{ path: 'kind', message: `is no layer: use one of ${kinds}` }] }
  }
  // Crossplane's own part of a composite is not in our schema
  const { crossplane: _, ...spec } = (composite.spec ?? {}) as Record<string, unknown>
  const strange = unknownFields(structural(known.spec), spec, 'spec')
  if (strange.length > 0) return { ...base, legal: false, issues: strange }
  try {
    return { ...base, legal: true, graph: loneGraph({ ...composite, spec }, profile), exceptions: [] }
  } catch (error) {
    if (error instanceof MalformedCompositeError) return { ...base, legal: false, issues: error.issues }
    throw error
  }
}

const loneGraph = (composite: KubernetesObject & { spec: Record<string, unknown> }, profile: Profile): Graph => {
  const { namespace = '', name, labels } = composite.metadata
  const layer = { name: composite.kind.replace('Platform', ''), composite, composition: settle(composite).composition }
  return { platform: { namespace, name: labels?.[platformLabel] ?? name, profile }, partial: true, layers: [layer] }
}

/** kubectl would fill in the namespace; a document without a name is told so by the schema. */
const named = (given: Partial<StoredPlatform>): StoredPlatform =>
  ({
    ...given,
    metadata: { namespace: 'default', uid: assumedUid, ...given.metadata },
  }) as StoredPlatform

/** A platform that is suspended or paused becomes the same when it is woken. */
const awake = (stored: StoredPlatform): StoredPlatform => {
  const { annotations: _, ...metadata } = stored.metadata
  const isObject = typeof stored.spec === 'object' && stored.spec !== null && 'suspend' in stored.spec
  return { ...stored, metadata, spec: isObject ? { ...stored.spec, suspend: false } : stored.spec }
}

const beingDeleted: Issue = {
  path: 'metadata.deletionTimestamp',
  message: 'is set: a platform that is being deleted becomes nothing; remove it to see what the spec would become',
}

const exceptionsIn = ({ spec }: StoredPlatform): readonly Exception[] =>
  (spec as { compliance?: { exceptions?: readonly Exception[] } }).compliance?.exceptions ?? []
