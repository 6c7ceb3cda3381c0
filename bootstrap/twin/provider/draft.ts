import type { JsonObject } from '@taskplatform/operator/kube/merge-patch'
import { annotations, finalizer, type Managed } from './managed.ts'

/** A managed resource as it will be, and what of that is not written yet. */
export type Draft = Readonly<{ managed: Managed; unwritten: JsonObject | undefined }>

/** Nothing to write yet. */
export const draftOf = (managed: Managed): Draft => ({ managed, unwritten: undefined })

/** Adds a change of metadata or spec (a JSON merge patch without removals). */
export const withChange = ({ managed, unwritten }: Draft, change: JsonObject): Draft => ({
  managed: merge(managed, change) as Managed,
  unwritten: merge(unwritten ?? {}, change) as JsonObject,
})

/** Adds an annotation. */
export const withAnnotation = (draft: Draft, name: keyof typeof annotations, value: string): Draft =>
  withChange(draft, { metadata: { annotations: { [annotations[name]]: value } } })

/** Adds our finalizer, if it is not there. */
export const withFinalizer = (draft: Draft): Draft => {
  const finalizers = draft.managed.metadata.finalizers ?? []
  if (finalizers.includes(finalizer)) return draft
  return withChange(draft, { metadata: { finalizers: [...finalizers, finalizer] } })
}

const merge = (into: unknown, change: unknown): unknown => {
  if (!isObject(into) || !isObject(change)) return change
  const names = [...new Set([...Object.keys(into), ...Object.keys(change)])]
  return Object.fromEntries(names.map((name) => [name, name in change ? merge(into[name], change[name]) : into[name]]))
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
