import type { Attributes } from '../service/aws-resource.ts'
import type { Kind } from '../service/kind.ts'
import type { Managed } from './managed.ts'

/** The arguments for a creation: spec.initProvider fills in what spec.forProvider leaves open. */
export const creationArguments = (kind: Kind, { spec }: Managed): Attributes =>
  pick({ ...spec.initProvider, ...spec.forProvider }, kind.arguments)

/** One argument that AWS has otherwise than the spec wants it. */
export type Difference = Readonly<{ argument: string; from: unknown; to: unknown }>

/** Where AWS differs from spec.forProvider. What the spec leaves open is no difference, nor is what only initProvider says. */
export const differencesOf = (kind: Kind, { spec }: Managed, attributes: Attributes): Difference[] =>
  kind.arguments.flatMap((argument) => {
    const to = spec.forProvider[argument]
    const from = attributes[argument]
    if (to === undefined || argument === 'region' || isSame(kind, argument, from, to)) return []
    return [{ argument, from, to }]
  })

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

const isSame = (kind: Kind, argument: string, a: unknown, b: unknown): boolean =>
  kind.documents?.includes(argument) ? canonical(parsed(a)) === canonical(parsed(b)) : canonical(a) === canonical(b)

const parsed = (text: unknown): unknown => {
  try {
    return JSON.parse(String(text))
  } catch {
    return text
  }
}

/** Order of fields and of list items does not count: lists in these kinds are sets. Absent, null and empty list are one. */
const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return value.length === 0 ? 'null' : `[${value.map(canonical).sort().join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined && field !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, field]) => `${name}:${canonical(field)}`).join(',')}}`
}

const isZero = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === false ||
  value === 0 ||
  (Array.isArray(value) && value.length === 0)
