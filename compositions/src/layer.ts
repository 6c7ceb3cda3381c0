import type { Parsed } from '@taskplatform/crds/contract'
import { layerLabel, platformLabel } from '@taskplatform/crds/labels'
import type { ProviderConfigRef } from '@taskplatform/crds/layers/common'
import { MalformedCompositeError } from './errors.ts'
import type { Owner } from './names.ts'

/** What all managed resources of one composite have in common. */
export type Layer = Readonly<{
  owner: Owner
  /** Generation of the spec that is composed; unknown outside a cluster. */
  generation: number | undefined
  /** What tells the composite from one of the same name before it; not there outside a cluster. */
  uid?: string
  /** Short name of the layer, for example `network`. */
  layer: string
  /** Name of the platform; a composite that was applied by hand is a platform of its own. */
  platform: string
  region: string
  providerConfigRef: ProviderConfigRef
  /** Labels of every managed resource. */
  labels: Readonly<Record<string, string>>
  /** Tags of every resource in AWS that takes tags. */
  tags: Readonly<Record<string, string>>
  /** Names in AWS of what exists already and is to be taken over, by composition key; see `adopt.ts`. */
  externalNames?: Readonly<Record<string, string>>
  /** What the status says of resources that were once in line with AWS, by composition key; see `drift.ts`. */
  settled?: Readonly<Record<string, string>>
}>

type CommonSpec = Readonly<{
  region: string
  providerConfigRef: ProviderConfigRef
  tags: Readonly<Record<string, string>>
  externalNames?: Readonly<Record<string, string>> | undefined
}>

/**
 * Reads a composite: its spec by the contract, and what its resources have in common. Throws a `MalformedCompositeError` that
 * names each bad field.
 */
export const readComposite = <Spec extends CommonSpec>(
  composite: unknown,
  { layer, parseSpec }: Readonly<{ layer: string; parseSpec: (spec: unknown) => Parsed<Spec> }>,
): Readonly<{ layer: Layer; spec: Spec }> => {
  const { kind, metadata, spec, status } = composite as Partial<Composite>
  const named = `${kind ?? 'Composite'} ${metadata?.namespace ?? '?'}/${metadata?.name ?? '?'}`
  if (!metadata?.name) throw new MalformedCompositeError(named, [{ path: 'metadata.name', message: 'is missing' }])
  if (!metadata.namespace) {
    const message = 'is missing: the composite must be namespaced'
    throw new MalformedCompositeError(named, [{ path: 'metadata.namespace', message }])
  }
  const parsed = parseSpec(spec ?? {})
  if (!parsed.ok) throw new MalformedCompositeError(named, parsed.issues)
  const owner = { namespace: metadata.namespace, name: metadata.name }
  const common = layerOf(layer, { owner, ...metadata }, parsed.value)
  return { layer: { ...common, settled: status?.settled ?? {} }, spec: parsed.value }
}

type Composite = Readonly<{
  kind: string
  metadata: Metadata & Readonly<{ namespace?: string; name?: string }>
  spec: unknown
  status: Readonly<{ settled?: Readonly<Record<string, string>> }>
}>

type Metadata = Readonly<{ generation?: number; uid?: string; labels?: Readonly<Record<string, string>> }>

const layerOf = (
  layer: string,
  { owner, generation, uid, labels = {} }: Metadata & Readonly<{ owner: Owner }>,
  spec: CommonSpec,
): Layer => {
  const platform = labels[platformLabel] ?? owner.name
  return {
    owner,
    generation,
    ...(uid ? { uid } : {}),
    layer,
    platform,
    region: spec.region,
    providerConfigRef: spec.providerConfigRef,
    labels: { ...(labels[platformLabel] ? { [platformLabel]: platform } : {}), [layerLabel]: layer },
    tags: { project: platform, ...spec.tags, ...ourTags(owner, layer, platform) },
    externalNames: spec.externalNames ?? {},
  }
}

// AWS takes 50 tags: 40 of the user, 3 of the provider (crossplane-*), and at most 7 of ours, Name and role included
const ourTags = (owner: Owner, layer: string, platform: string) => ({
  'managed-by': 'taskplatform',
  'taskplatform.dev/platform': platform,
  'taskplatform.dev/namespace': owner.namespace,
  'taskplatform.dev/layer': layer,
})
