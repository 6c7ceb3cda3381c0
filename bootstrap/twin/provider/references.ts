import { mergePatchBetween } from '@taskplatform/operator/kube/merge-patch'
import type { Attributes } from '../service/aws-resource.ts'
import type { Kind, Reference } from '../service/kind.ts'
import { externalNameOf, type Managed } from './managed.ts'

/** Finds other managed resources by kind, as far as the watches have told. */
export type Lookup = Readonly<{
  get(kind: string, namespace: string, name: string): Managed | undefined
  list(kind: string, namespace: string): readonly Managed[]
  /** `VPC.ec2.aws.m.upbound.io`, as the API server names it in errors. */
  titleOf(kind: string): string
}>

/** What to write into spec, or why a reference has no value yet and on which kind that hangs. */
export type Resolution = Readonly<
  | { spec: Readonly<Record<'forProvider' | 'initProvider', Attributes>> }
  | { problem: string; waitsFor: Readonly<{ kind: string; name?: string }> }
>

/** Resolves all references and selectors of a managed resource that have no value yet. */
export const resolveReferences = (kind: Kind, managed: Managed, lookup: Lookup): Resolution => {
  const spec = { forProvider: {} as Record<string, unknown>, initProvider: {} as Record<string, unknown> }
  for (const part of ['forProvider', 'initProvider'] as const) {
    for (const reference of kind.references) {
      const outcome = resolveOne(reference, managed, managed.spec[part] ?? {}, lookup)
      if (typeof outcome === 'string') {
        const waitsFor = waitsForOf(reference, managed.spec[part] ?? {})
        return {
          problem: `cannot resolve references: mg.Spec.${goName(part)}.${goName(reference.argument)}: ${outcome}`,
          waitsFor,
        }
      }
      Object.assign(spec[part], outcome)
    }
  }
  return { spec }
}

type Ref = Readonly<{ name: string; namespace?: string; policy?: Policy }>
type Selector = Readonly<{
  matchLabels?: Readonly<Record<string, string>>
  matchControllerRef?: boolean
  namespace?: string
  policy?: Policy
}>
type Policy = Readonly<{ resolution?: string; resolve?: string }>

/** The fields to set, or the resolver's complaint. Words and order: crossplane-runtime pkg/reference. */
const resolveOne = (reference: Reference, managed: Managed, args: Attributes, lookup: Lookup): Attributes | string => {
  const { argument, to } = reference
  const selector = args[`${argument}Selector`] as Selector | undefined
  const policy = selector?.policy ?? (args[`${argument}Ref`] as Ref | undefined)?.policy
  const isAlways = policy?.resolve === 'Always'
  const ref = selector && isAlways ? undefined : (args[`${argument}Ref`] as Ref | undefined)
  if ((args[argument] !== undefined && args[argument] !== '' && !isAlways) || (!ref && !selector)) return {}
  const isOptional = policy?.resolution === 'Optional'
  const found = ref ? byName(ref, to, managed, lookup) : bySelector(selector ?? {}, to, managed, lookup)
  if (!found) {
    if (isOptional) return {}
    return ref
      ? `cannot get referenced resource: ${lookup.titleOf(to)} "${ref.name}" not found`
      : 'no resources matched selector'
  }
  const value = referredValue(reference, found)
  if (!value) return isOptional ? {} : 'referenced field was empty (referenced resource may not yet be ready)'
  const fields = ref ? { [argument]: value } : { [argument]: value, [`${argument}Ref`]: { name: found.metadata.name } }
  return mergePatchBetween(args, { ...args, ...fields }) ? fields : {}
}

const byName = (ref: Ref, kind: string, { metadata }: Managed, lookup: Lookup): Managed | undefined =>
  lookup.get(kind, ref.namespace ?? metadata.namespace, ref.name)

const bySelector = (selector: Selector, kind: string, managed: Managed, lookup: Lookup): Managed | undefined =>
  lookup
    .list(kind, selector.namespace ?? managed.metadata.namespace)
    .filter(
      ({ metadata }) =>
        Object.entries(selector.matchLabels ?? {}).every(([name, value]) => metadata.labels?.[name] === value) &&
        (selector.matchControllerRef !== true || controllerOf(metadata) === controllerOf(managed.metadata)),
    )
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))[0]

const controllerOf = ({ ownerReferences }: Managed['metadata']): string | undefined =>
  ownerReferences?.find(({ controller }) => controller)?.uid

const referredValue = ({ value }: Reference, found: Managed): string =>
  value === 'name' ? externalNameOf(found) : String(found.status?.atProvider?.[value] ?? '')

const waitsForOf = ({ argument, to }: Reference, args: Attributes): { kind: string; name?: string } => {
  const ref = args[`${argument}Ref`] as Ref | undefined
  return ref ? { kind: to, name: ref.name } : { kind: to }
}

/** `VPCID` for `vpcId`: the field's name in the provider's Go code, which its errors use. */
const goName = (field: string): string =>
  field
    .replace(/^./, (letter) => letter.toUpperCase())
    .replace(/(Vpc|Iam|Kms|Nat|Id|Ip)(?=[A-Z]|$)/g, (word) => word.toUpperCase())
