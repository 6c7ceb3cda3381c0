import { kindOf } from '../kind-of.ts'
import type { ManagedResource } from '../managed-resource.ts'
import type { KindName } from '../observed.ts'
import { identifiersOf } from './identifiers.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * Parameters as the provider leaves them: beside every reference stands the identifier of what it names, as far as that is
 * among `others`. A field that has a value already keeps it. Goes into objects and lists.
 */
export const withResolved = (parameters: Fields, others: readonly ManagedResource[]): Record<string, unknown> => {
  const entries = Object.entries(parameters)
  const resolved = entries.flatMap(([field, value]) => resolvedField(field, value, others))
  const kept = entries.map(([field, value]) => [field, isReference(field, value) ? value : inner(value, others)])
  return { ...Object.fromEntries(resolved), ...Object.fromEntries(kept) }
}

/** Parameters with identifiers in the place of references. */
export const withoutReferences = (parameters: Fields): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(parameters).flatMap(([field, value]) =>
      isReference(field, value) ? [] : [[field, plain(value)] as const],
    ),
  )

/** Every reference in the parameters: the field it stands in, and the name of the object. Secrets are none. */
export const referencesIn = (parameters: Fields): readonly Readonly<{ field: string; name: string }>[] =>
  Object.entries(parameters).flatMap(([field, value]) => {
    if (isReference(field, value)) return namesIn(value).map((name) => ({ field, name }))
    if (Array.isArray(value)) return value.filter(isFields).flatMap(referencesIn)
    return isFields(value) ? referencesIn(value) : []
  })

const resolvedField = (
  field: string,
  value: unknown,
  others: readonly ManagedResource[],
): readonly (readonly [string, unknown])[] => {
  if (!isReference(field, value)) return []
  const target = fieldOf(field)
  const found = namesIn(value).flatMap((name) => {
    const one = others.find((other) => other.metadata.name === name && fits(target, other))
    return one ? [valueFor(target, one)] : []
  })
  if (found.length === 0) return []
  return [[target, Array.isArray(value) ? found : found[0]]]
}

/** A name may belong to resources of several kinds; the field tells which one it means. */
const fits = (field: string, other: ManagedResource): boolean => {
  const [, service] = /^(vpc|subnet|routeTable|role)(Id|Arn)?s?$/.exec(field) ?? []
  return !service || other.kind.toLowerCase() === service.toLowerCase()
}

/** `vpcIdRef` stands for `vpcId`, `subnetIdRefs` for `subnetIds`, `alarmActionsRefs` for `alarmActions`. */
const fieldOf = (field: string): string => {
  const one = field.replace(/(FromRole)?Refs?$/, '')
  return field.endsWith('Refs') && !one.endsWith('s') ? `${one}s` : one
}

/** Some fields want the ARN, all others the external name. Source: extractors in the `Reference` configuration of the provider. */
const valueFor = (field: string, target: ManagedResource): string => {
  const { id, arn } = identifiersOf(target)
  // an entry stands for whom it lets in
  if (kindOf(target) === 'eks/AccessEntry') return String(target.spec.forProvider['principalArn'] ?? id)
  return /arns?$/i.test(field) || wantArn.has(field) || arnKinds.has(kindOf(target)) ? arn : id
}

const wantArn = new Set(['logDestination', 'kmsKeyId', 'kmsKey', 'snsTopic', 'alarmActions', 'okActions'])
const arnKinds: ReadonlySet<KindName> = new Set<KindName>(['sns/Topic', 'elbv2/LBTargetGroup', 'elbv2/LB'])

const isReference = (field: string, value: unknown): boolean =>
  /Refs?$/.test(field) && !/SecretRef$/.test(field) && namesIn(value).length > 0

const namesIn = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((one) => {
    const name = isFields(one) ? one['name'] : undefined
    return typeof name === 'string' ? [name] : []
  })

const inner = (value: unknown, others: readonly ManagedResource[]): unknown => {
  if (Array.isArray(value)) return value.map((one) => inner(one, others))
  return isFields(value) ? withResolved(value, others) : value
}

const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain)
  return isFields(value) ? withoutReferences(value) : value
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
