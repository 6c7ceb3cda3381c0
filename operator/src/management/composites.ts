import { appliedAnnotation, fieldManager, platformLabel } from '@taskplatform/crds/labels'
import type { Composite } from '../core/composite.ts'
import { appliedDigest } from '../core/drift.ts'
import type { LayerName } from '../core/layer-names.ts'
import type { Layer } from '../core/layers.ts'
import { compositeName } from '../core/names.ts'
import { NameTakenError, TerminalError } from '../errors.ts'
import type { KubeClient } from '../kube/client.ts'
import { isInvalid } from '../kube/errors.ts'
import { mergePatchBetween } from '../kube/merge-patch.ts'
import type { Store } from '../kube/store.ts'
import type { Composites, PlatformName } from '../ports/composites.ts'
import { holdsOf, leavingOf } from './leaving.ts'

/** Composites as the watches have them, and as the API server takes them. */
export const compositesOf = (client: KubeClient, stores: ReadonlyMap<LayerName, Store<Composite>>): Composites => ({
  cached: (layer, { namespace, name }) => {
    const found = stores.get(layer.name)?.get(`${namespace}/${compositeName(name, layer.name)}`)
    return found && belongsTo(found, name) ? found : undefined
  },
  live: async (layer, { namespace, name }, signal) => {
    const key = { namespace, name: compositeName(name, layer.name) }
    const found = await client.get<Composite>(layer.resource, key, { signal })
    return found && belongsTo(found, name) ? found : undefined
  },
  leaving: (layer, composite, signal) => leavingOf(client, layer, composite, signal),
  holds: (composite, signal) => holdsOf(client, composite, signal),
  apply: async (layer, composite, signal) => {
    const before = await client.get<Composite>(layer.resource, composite.metadata, { signal })
    refuseStrangers(layer, composite, before)
    await write(client, layer, composite, signal).catch((error: unknown) =>
      Promise.reject(isInvalid(error) ? terminal(error) : error),
    )
    return before
  },
  remove: async (layer, { metadata }, signal) => {
    await client.remove(layer.resource, metadata, { propagation: 'Foreground', uid: metadata.uid, signal })
  },
})

// Server-side apply leaves alone what others added, and a composite is ours whole.
async function write(client: KubeClient, layer: Layer, composite: Composite, signal: AbortSignal): Promise<void> {
  const { metadata } = composite
  const annotations = { ...metadata.annotations, [appliedAnnotation]: appliedDigest(composite) }
  const marked: Composite = { ...composite, metadata: { ...metadata, annotations } }
  const stored = await client.apply(layer.resource, marked, { fieldManager, force: true, signal })
  const { crossplane: _, ...held } = stored.spec ?? {}
  const left = mergePatchBetween(held, composite.spec ?? {})
  if (left) await client.mergePatch(layer.resource, metadata, { spec: left }, { fieldManager, signal })
}

// A composite that someone made by hand under our name is theirs, and so is what it holds in AWS.
function refuseStrangers(layer: Layer, { metadata }: Composite, found: Composite | undefined): void {
  const platform = metadata.labels?.[platformLabel] ?? ''
  if (found && !belongsTo(found, platform)) {
    throw new NameTakenError(
      `${layer.resource.kind} ${metadata.name} exists and does not belong to this platform: ` +
        `label it ${platformLabel}=${platform} to hand it over, or delete it if nothing in it is needed`,
    )
  }
}

// A label that somebody took off does not make it theirs: the API server remembers who wrote the spec.
const belongsTo = ({ metadata }: Composite, platform: PlatformName['name']): boolean => {
  const label = metadata.labels?.[platformLabel]
  return label === undefined ? metadata.managedFields?.some(isOurs) === true : label === platform
}

const isOurs = (entry: unknown): boolean => (entry as { manager?: string }).manager === fieldManager

// The same manifest will be refused again: only another spec helps.
const terminal = (error: Error): TerminalError => new TerminalError(error.message, { cause: error })
