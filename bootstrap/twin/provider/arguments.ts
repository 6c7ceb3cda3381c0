import type { Attributes } from '../service/aws-resource.ts'
import type { Kind } from '../service/kind.ts'
import { changedTo, isAsWanted, joined, withoutReferences } from './blocks.ts'
import type { Managed } from './managed.ts'

/** The arguments for a creation: spec.initProvider fills in what spec.forProvider leaves open, within blocks too. */
export const creationArguments = (kind: Kind, { spec }: Managed): Attributes => {
  const given = joined(kind, spec.initProvider ?? {}, spec.forProvider)
  return withoutReferences(pick(given, kind.arguments)) as Attributes
}

/** One argument that AWS has otherwise than the spec wants it; `to` is how it will be, what the spec leaves open included. */
export type Difference = Readonly<{ argument: string; from: unknown; to: unknown }>

/**
 * Where AWS differs from spec.forProvider. What the spec leaves open is no difference, nor is what only initProvider says. But the
 * provider cannot ignore a single field of a block (upjet builds the key without the list index that Terraform has there): once a
 * block stands in forProvider, what initProvider says of it is compared as well.
 */
export const differencesOf = (kind: Kind, managed: Managed, attributes: Attributes): Difference[] => {
  const wanted = creationArguments(kind, managed)
  return kind.arguments.flatMap((argument) => {
    const from = attributes[argument]
    if (managed.spec.forProvider[argument] === undefined || argument === 'region') return []
    if (isAsWanted(kind, argument, from, wanted[argument])) return []
    if (kind.overlooks?.(argument, from, wanted[argument], wanted)) return []
    return [{ argument, from, to: changedTo(kind, argument, from, wanted[argument]) }]
  })
}

/** What AWS chose where the spec said nothing, to be written into spec.forProvider. Zero values are left out, as upjet does. */
export const lateInitialization = (kind: Kind, { spec }: Managed, attributes: Attributes): Attributes =>
  Object.fromEntries(
    kind.arguments.flatMap((argument) => {
      const value = attributes[argument]
      const isOpen = spec.forProvider[argument] === undefined && spec.initProvider?.[argument] === undefined
      const isIgnored = kind.notLateInitialized?.includes(argument) ?? false
      return isOpen && !isIgnored && argument !== 'tags' && !isZero(value) ? [[argument, value]] : []
    }),
  )

/** `availability_zone` for `availabilityZone`, as the provider's errors name arguments. */
export const snakeCase = (argument: string): string =>
  argument.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const pick = (from: Attributes, names: readonly string[]): Attributes =>
  Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])))

const isZero = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === false ||
  value === 0 ||
  (Array.isArray(value) && value.length === 0)
