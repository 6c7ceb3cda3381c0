import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findControlPlane } from '../../local/build/control-plane.ts'
import { localConfig } from '../../local/config.ts'
import { readManifests } from '../../local/install/manifests.ts'
import { kinds } from './registry.ts'

const { root, cache } = localConfig()
const { providerCrds } = await findControlPlane(root, cache)

/** Not composed, and so not among the CRDs that are installed. */
const notInstalled = ['SecurityGroupEgressRule']

const fieldsOf = async (group: string, plural: string): Promise<string[]> => {
  const [crd] = await readManifests(join(providerCrds, `${group}_${plural}.yaml`))
  const { versions } = (crd as unknown as { spec: { versions: { schema: { openAPIV3Schema: Schema } }[] } }).spec
  const { forProvider } = versions[0]?.schema.openAPIV3Schema.properties['spec']?.properties ?? {}
  return Object.keys(forProvider?.properties ?? {})
}
type Schema = { properties: Record<string, Schema> }

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
    const fields = await fieldsOf(kind.resource.group, kind.resource.plural)
    const refs = kind.references.flatMap(({ argument }) => [`${argument}Ref`, `${argument}Selector`])
    expect(refs.filter((ref) => !fields.includes(ref))).toEqual([])
  })
})
