import { mergePatchBetween } from '@taskplatform/operator/kube/merge-patch'
import type { Attributes } from '../service/aws-resource.ts'
import type { Reference } from '../service/kind.ts'
import { externalNameOf, type Managed } from './managed.ts'

/** Finds other managed resources by kind, as far as the watches have told. */
export type Lookup = Readonly<{
  get(kind: string, namespace: string, name: string): Managed | undefined
  list(kind: string, namespace: string): readonly Managed[]
  /** `VPC.ec2.aws.m.upbound.io`, as the API server names it in errors. */
  titleOf(kind: string): string
}>

/** Under which a resolver's complaint stands. */
export const missing = Symbol('missing')

/** What was found, or the resolver's complaint with the name of what is missing, if one was named. */
export type Found<T> = T | Missing
type Missing = Readonly<{ [missing]: string; name?: string | undefined }>

// Words and order: crossplane-runtime pkg/reference.

/** The fields to set for a reference to one other. */
export const resolveOne = (
  reference: Reference,
  field: string,
  block: Attributes,
  managed: Managed,
  lookup: Lookup,
): Found<Attributes> => {
  const fields = { ref: reference.refs ?? `${field}Ref`, selector: reference.selector ?? `${field}Selector` }
  const selector = block[fields.selector] as Selector | undefined
  const policy = selector?.policy ?? (block[fields.ref] as Ref | undefined)?.policy
  const isAlways = policy?.resolve === 'Always'
  const ref = selector && isAlways ? undefined : (block[fields.ref] as Ref | undefined)
  if ((block[field] !== undefined && block[field] !== '' && !isAlways) || (!ref && !selector)) return {}
  const found = ref
    ? valueByName(reference, ref, managed, lookup)
    : valuesBySelector(reference, selector ?? {}, managed, lookup)[0]
  if (!found) return policy?.resolution === 'Optional' ? {} : nothingMatches
  if (missing in found) return policy?.resolution === 'Optional' ? {} : found
  const chosen = ref ? {} : { [fields.ref]: { name: found.name } }
  const next = { [field]: found.value, ...chosen }
  return mergePatchBetween(block as never, { ...block, ...next } as never) ? next : {}
}

/** The fields to set for a list of references: all or none. */
export const resolveList = (
  reference: Reference,
  field: string,
  block: Attributes,
  managed: Managed,
  lookup: Lookup,
): Found<Attributes> => {
  const singular = field.replace(/s$/, '')
  const fields = { refs: reference.refs ?? `${singular}Refs`, selector: reference.selector ?? `${singular}Selector` }
  const selector = block[fields.selector] as Selector | undefined
  const given = (block[fields.refs] ?? []) as readonly Ref[]
  const isAlways = (selector ? [selector] : given).some(({ policy }) => policy?.resolve === 'Always')
  const refs = selector && isAlways ? [] : given
  const current = (block[field] ?? []) as readonly unknown[]
  if ((current.length > 0 && !isAlways) || (refs.length === 0 && !selector)) return {}
  const found =
    refs.length > 0
      ? refs.map((ref) => valueByName(reference, ref, managed, lookup))
      : valuesBySelector(reference, selector ?? {}, managed, lookup)
  const isOptional = [...refs, ...(selector ? [selector] : [])].every(({ policy }) => policy?.resolution === 'Optional')
  const problem = found.find((one) => missing in one) ?? (found.length === 0 ? nothingMatches : undefined)
  if (problem) return isOptional ? {} : (problem as Missing)
  const values = found as readonly Value[]
  const chosen = refs.length > 0 ? {} : { [fields.refs]: values.map(({ name }) => ({ name })) }
  return { [field]: values.map(({ value }) => value), ...chosen }
}

type Ref = Readonly<{ name: string; namespace?: string; policy?: Policy }>
type Selector = Readonly<{
  matchLabels?: Readonly<Record<string, string>>
  matchControllerRef?: boolean
  namespace?: string
  policy?: Policy
}>
type Policy = Readonly<{ resolution?: string; resolve?: string }>
type Value = Readonly<{ name: string; value: string }>

const nothingMatches: Missing = { [missing]: 'no resources matched selector' }

const valueByName = (reference: Reference, ref: Ref, { metadata }: Managed, lookup: Lookup): Found<Value> => {
  const found = lookup.get(reference.to, ref.namespace ?? metadata.namespace, ref.name)
  if (found) return valueIn(reference, found)
  const title = lookup.titleOf(reference.to)
  return { [missing]: `cannot get referenced resource: ${title} "${ref.name}" not found`, name: ref.name }
}

const valuesBySelector = (reference: Reference, selector: Selector, managed: Managed, lookup: Lookup): Found<Value>[] =>
  lookup
    .list(reference.to, selector.namespace ?? managed.metadata.namespace)
    .filter(
      ({ metadata }) =>
        Object.entries(selector.matchLabels ?? {}).every(([name, value]) => metadata.labels?.[name] === value) &&
        (selector.matchControllerRef !== true || controllerOf(metadata) === controllerOf(managed.metadata)),
    )
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
    .map((found) => valueIn(reference, found))

const controllerOf = ({ ownerReferences }: Managed['metadata']): string | undefined =>
  ownerReferences?.find(({ controller }) => controller)?.uid

const valueIn = (reference: Reference, found: Managed): Found<Value> => {
  const { name } = found.metadata
  const value = referredValue(reference, found)
  if (value) return { name, value }
  return { [missing]: 'referenced field was empty (referenced resource may not yet be ready)', name }
}

const referredValue = ({ value }: Reference, found: Managed): string => {
  const observed = found.status?.atProvider
  if (value === 'nameIfActive') return observed?.['status'] === 'ACTIVE' ? externalNameOf(found) : ''
  return value === 'name' ? externalNameOf(found) : String(observed?.[value] ?? '')
}
