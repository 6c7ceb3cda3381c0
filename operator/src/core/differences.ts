import { isDeepStrictEqual } from 'node:util'
import type { Composite } from './composite.ts'

/**
 * Names what separates a stored composite from the one that we want: top-level spec fields, and `labels`.
 * `spec.crossplane` belongs to Crossplane and is not looked at. An empty list means that a write would change nothing,
 * so a settled platform is compared in memory and causes no request.
 */
export function differences(wanted: Composite, stored: Composite): readonly string[] {
  const fields = new Set([...Object.keys(wanted.spec ?? {}), ...Object.keys(stored.spec ?? {})])
  fields.delete('crossplane')
  const changed = [...fields].filter((field) => !isDeepStrictEqual(wanted.spec?.[field], stored.spec?.[field]))
  return labelsCovered(wanted, stored) ? changed : [...changed, 'labels']
}

const labelsCovered = (wanted: Composite, stored: Composite): boolean =>
  Object.entries(wanted.metadata.labels ?? {}).every(([key, value]) => stored.metadata.labels?.[key] === value)
