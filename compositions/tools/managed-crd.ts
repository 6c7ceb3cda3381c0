import { isDeepStrictEqual } from 'node:util'
import { parse } from 'yaml'
import type { ComposedKind } from '../src/composed-kinds.ts'
import { GenerateError } from './errors.ts'
import type { ManagedCrd, Schema } from './schema.ts'

/** Takes a CRD of the provider apart. Throws a `GenerateError` if it is not built like every managed resource. */
export const managedCrd = (text: string, { version, kind }: ComposedKind): ManagedCrd => {
  const crd = parse(text) as Crd
  const schema = crd.spec.versions.find(({ name }) => name === version)?.schema.openAPIV3Schema
  const spec = schema?.properties?.['spec']
  const parameters = spec?.properties?.['forProvider']
  const observation = schema?.properties?.['status']?.properties?.['atProvider']
  if (!schema || !spec || !parameters || !observation)
    throw unlike(kind, `has no ${version} with forProvider and atProvider`)
  assertUsual(kind, spec, parameters)
  const description = schema.description?.replace(/^.*? is the Schema for the .*? API\.\s*/s, '') ?? ''
  return { description, parameters, observation, required: requiredIn(spec) }
}

type Crd = Readonly<{ spec: { versions: readonly { name: string; schema: { openAPIV3Schema: Schema } }[] } }>

const usualSpec = [
  'forProvider',
  'initProvider',
  'managementPolicies',
  'providerConfigRef',
  'writeConnectionSecretToRef',
]

// the printed types rest on this: initProvider is a part of forProvider
const assertUsual = (kind: string, spec: Schema, parameters: Schema): void => {
  const unusual = Object.keys(spec.properties ?? {}).filter((name) => !usualSpec.includes(name))
  if (unusual.length > 0) throw unlike(kind, `has unknown fields in spec: ${unusual.join(', ')}`)
  const initial = spec.properties?.['initProvider']?.properties ?? {}
  const different = Object.keys(initial).filter((name) => !isPartOf(initial[name], parameters.properties?.[name]))
  if (different.length > 0) throw unlike(kind, `has fields that initProvider sees differently: ${different.join(', ')}`)
}

/** Equal but for fields that only forProvider has: what must not be left to the beginning, region of a replica for example. */
const isPartOf = (one: Schema | undefined, whole: Schema | undefined): boolean => {
  if (!one || !whole) return one === whole
  const { properties: fields = {}, items, ...rest } = one
  const { properties: wholeFields = {}, items: wholeItems, ...wholeRest } = whole
  return (
    isDeepStrictEqual(shapeOf(rest), shapeOf(wholeRest)) &&
    isPartOf(items, wholeItems) &&
    Object.entries(fields).every(([name, field]) => isPartOf(field, wholeFields[name]))
  )
}

const shapeOf = (schema: Schema | undefined): unknown =>
  JSON.parse(
    JSON.stringify(schema ?? null, (name, value) =>
      name === 'description' || name === 'required' ? undefined : value,
    ),
  )

// "required" stands in CEL, because the value may come from forProvider or initProvider
const requiredIn = (spec: Schema): string[] =>
  (spec['x-kubernetes-validations'] ?? []).flatMap(
    ({ message }) => /^spec\.forProvider\.(\w+) is a required parameter$/.exec(message ?? '')?.[1] ?? [],
  )

const unlike = (kind: string, how: string) =>
  new GenerateError(`The CRD of ${kind} ${how}`, 'Teach compositions/tools/managed-crd.ts what the provider changed')
