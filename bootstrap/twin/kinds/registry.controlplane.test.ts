import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findControlPlane } from '../../local/build/control-plane.ts'
import { localConfig } from '../../local/config.ts'
import { readManifests } from '../../local/install/manifests.ts'
import type { Reference } from '../service/kind.ts'
import { kinds } from './registry.ts'

const { root, cache } = localConfig()
const { providerCrds } = await findControlPlane(root, cache)

/** Not composed, and so not among the CRDs that are installed. */
const notInstalled = ['SecurityGroupEgressRule']

const schemaOf = async (group: string, plural: string): Promise<Schema> => {
  const [crd] = await readManifests(join(providerCrds, `${group}_${plural}.yaml`))
  const { versions } = (crd as unknown as { spec: { versions: { schema: { openAPIV3Schema: Schema } }[] } }).spec
  const spec = versions[0]?.schema.openAPIV3Schema.properties?.['spec']?.properties ?? {}
  return spec['forProvider'] ?? {}
}
type Schema = { properties?: Record<string, Schema>; items?: Schema }

const fieldsOf = async (group: string, plural: string): Promise<string[]> =>
  Object.keys((await schemaOf(group, plural)).properties ?? {})

/** The fields of a block, or of the blocks of a list. */
const within = (schema: Schema, path: readonly string[]): Record<string, Schema> => {
  const [head, ...rest] = path
  const { properties = {} } = schema.items ?? schema
  return head === undefined ? properties : within(properties[head] ?? {}, rest)
}

const referenceFields = ({ argument, list, refs, selector }: Reference) => {
  const block = argument.split('.')
  const name = (block.pop() ?? '').replace(list ? /s$/ : /$^/, '')
  const fields = [refs ?? `${name}${list ? 'Refs' : 'Ref'}`, selector ?? `${name}Selector`]
  return fields.map((field) => ({ block, field }))
}

describe.each(
  kinds
    .filter(({ resource }) => !notInstalled.includes(resource.kind))
    .map((kind) => ({ name: kind.resource.kind, kind })),
)('$name in the CRD of the provider', ({ kind }) => {
  test('has exactly these arguments', async () => {
    const fields = await fieldsOf(kind.resource.group, kind.resource.plural)
    expect(fields.filter((field) => !/(Ref|Refs|Selector)$/.test(field)).sort()).toEqual([...kind.arguments].sort())
  })

  test('can refer to others where we resolve it', async () => {
    const schema = await schemaOf(kind.resource.group, kind.resource.plural)
    const unknown = kind.references.flatMap((reference) =>
      referenceFields(reference).filter(({ block, field }) => !Object.keys(within(schema, block)).includes(field)),
    )
    expect(unknown).toEqual([])
  })
})
