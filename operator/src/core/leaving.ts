import { type ComposedKind, composedKinds } from '@taskplatform/compositions/composed-kinds'
import { causeText } from './advice.ts'
import { likelyCause } from './causes/likely-cause.ts'
import type { Composite } from './composite.ts'
import type { Layer } from './layers.ts'

/** A managed resource that is being deleted: its kind and name, and what AWS says if it refuses. */
export type Leaving = Readonly<{ kind: string; name: string; refusal?: string | undefined }>

/**
 * The kinds in which something of a layer may be on its way out: all that the composite holds once it is being deleted, before
 * that those which its retirement takes away.
 */
export const leavingKinds = ({ retire }: Layer, composite: Composite): readonly ComposedKind[] =>
  composite.metadata.deletionTimestamp ? heldKinds(composite) : (retire?.leaving ?? [])

/** The kinds of managed resources that a composite holds. */
export function heldKinds({ spec }: Composite): readonly ComposedKind[] {
  const { resourceRefs = [] } = (spec?.['crossplane'] ?? {}) as Machinery
  const held = new Set(resourceRefs.map(({ apiVersion, kind }) => `${apiVersion}/${kind}`))
  return composedKinds.filter(({ group, version, kind }) => held.has(`${group}/${version}/${kind}`))
}

/** What Crossplane notes in a composite: the resources that it holds. */
type Machinery = Readonly<{ resourceRefs?: readonly Readonly<{ apiVersion: string; kind: string }>[] }>

/** Names what is on its way out: refusals first, at most three, without a count that would change with each that is gone. */
export function leavingText(leaving: readonly Leaving[]): string {
  const sorted = [...leaving.filter(({ refusal }) => refusal), ...leaving.filter(({ refusal }) => !refusal)]
  const told = sorted
    .slice(0, most)
    .map(({ kind, name, refusal }) => `${kind} ${name}${refusal ? ` (${refusal}${cureOf(refusal)})` : ''}`)
  return leaving.length > most ? `${told.join(', ')} and others` : told.join(', ')
}

const most = 3

const cureOf = (refusal: string): string => {
  const likely = likelyCause(refusal)
  return likely ? `. Likely cause: ${causeText(likely)}` : ''
}
