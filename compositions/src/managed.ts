import { kindFacts, type ManagedResources } from './generated/kinds.ts'
import type { Layer } from './layer.ts'
import type { ManagementPolicy, Reference } from './managed-resource.ts'
import { resourceName } from './names.ts'
import { externalNameAnnotation, type KindName } from './observed.ts'

/** A managed resource that should exist, under its key, which never changes its meaning: another key is another resource in AWS. */
export type Desired<Kind extends KindName = KindName> = Readonly<{
  key: string
  kind: Kind
  resource: ManagedResources[Kind]
}>

/** Parameters of a kind that a concern decides; region and tags are the layer's. */
export type Parameters<Kind extends KindName> = Omit<ManagedResources[Kind]['spec']['forProvider'], 'region' | 'tags'>

export type Extras = Readonly<{
  /** Name in AWS, for kinds whose name is ours to choose. */
  externalName?: string
  /** Tags beside those of the layer. */
  tags?: Readonly<Record<string, string>>
  /** What the provider may do; everything, if not given. */
  managementPolicies?: readonly ManagementPolicy[]
  /** Name of the Secret, in the namespace of the composite, that the provider writes connection details to. */
  connectionSecret?: string
}>

/** Parameters that are asked for at creation only; what becomes of them in AWS is left alone. */
export type Initial<Kind extends KindName> = Readonly<{ initProvider?: Partial<Parameters<Kind>> }>

/** A managed resource of the layer, with the region, tags, labels and ProviderConfig that all of them share. */
export const managed = <Kind extends KindName>(
  layer: Layer,
  kind: Kind,
  key: string,
  parameters: Parameters<Kind>,
  { externalName, tags, managementPolicies, initProvider, connectionSecret }: Extras & Initial<Kind> = {},
): Desired<Kind> => {
  const facts = kindFacts[kind]
  const name = resourceName(layer.owner, key)
  const resource = {
    apiVersion: facts.apiVersion,
    kind: facts.kind,
    metadata: {
      name,
      namespace: layer.owner.namespace,
      labels: layer.labels,
      ...(externalName ? { annotations: { [externalNameAnnotation]: externalName } } : {}),
    },
    spec: {
      forProvider: {
        ...parameters,
        ...(facts.region ? { region: layer.region } : {}),
        ...(facts.tags ? { tags: { ...layer.tags, ...tags, Name: `${layer.owner.namespace}/${name}` } } : {}),
      },
      ...(initProvider ? { initProvider } : {}),
      ...(managementPolicies ? { managementPolicies } : {}),
      ...(connectionSecret ? { writeConnectionSecretToRef: { name: connectionSecret } } : {}),
      providerConfigRef: layer.providerConfigRef,
    },
  }
  // generic over the kind, so the compiler cannot see that its facts and its parameters belong together
  return { key, kind, resource: resource as unknown as ManagedResources[Kind] }
}

/** Reference to another managed resource of the layer, by its key. */
export const refTo = (layer: Layer, key: string): Reference => ({ name: resourceName(layer.owner, key) })

/** Reference that may name another resource one day: the provider resolves it each time, not only while the field is empty. */
export const changingRefTo = (layer: Layer, key: string): Reference => ({
  ...refTo(layer, key),
  policy: { resolve: 'Always' },
})
