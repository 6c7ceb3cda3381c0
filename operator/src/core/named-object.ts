import { composedKinds } from '@taskplatform/compositions/composed-kinds'
import type { Composite } from './composite.ts'

/**
 * The managed resource of a composite that a message names first, as kubectl takes it: `eips.ec2.aws.m.upbound.io tasks-network-nat`.
 * Nothing when the message speaks of none that Crossplane has noted in the composite.
 */
export function objectNamedIn(message: string, composite: Composite): string | undefined {
  const { resourceRefs = [] } = (composite.spec?.['crossplane'] ?? {}) as Machinery
  const named = resourceRefs
    .map((ref) => ({ ref, at: placeIn(message, `${ref.kind} ${ref.name}`) }))
    .filter(({ at }) => at >= 0)
    .toSorted((one, other) => one.at - other.at)[0]?.ref
  const kind = composedKinds.find(
    ({ group, version, kind }) => kind === named?.kind && named.apiVersion === `${group}/${version}`,
  )
  return named && kind ? `${kind.plural}.${kind.group} ${named.name}` : undefined
}

type Machinery = Readonly<{ resourceRefs?: readonly Readonly<{ apiVersion: string; kind: string; name?: string }>[] }>

/** Where a name stands in a text as a whole name, and not as the beginning of a longer one; -1 when nowhere. */
function placeIn(text: string, name: string): number {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!/[\w-]/.test(text[at + name.length] ?? '')) return at
  }
  return -1
}
