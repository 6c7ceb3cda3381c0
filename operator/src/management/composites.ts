import { fieldManager, platformLabel } from '@taskplatform/crds/labels'
import type { Composite } from '../core/composite.ts'
import type { LayerName } from '../core/layer-names.ts'
import type { Layer } from '../core/layers.ts'
import { compositeName } from '../core/names.ts'
import { NameTakenError, TerminalError } from '../errors.ts'
import type { KubeClient } from '../kube/client.ts'
import { isInvalid } from '../kube/errors.ts'
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
    await refuseStrangers(client, layer, composite, signal)
    await client
      .apply(layer.resource, composite, { fieldManager, force: true, signal })
      .catch((error: unknown) => Promise.reject(isInvalid(error) ? terminal(error) : error))
  },
  remove: async (layer, { metadata }, signal) => {
    await client.remove(layer.resource, metadata, { propagation: 'Foreground', uid: metadata.uid, signal })
  },
})

// A composite that someone made by hand under our name is theirs, and so is what it holds in AWS.
async function refuseStrangers(
  client: KubeClient,
  layer: Layer,
  composite: Composite,
  signal: AbortSignal,
): Promise<void> {
  const { metadata } = composite
  const found = await client.get<Composite>(layer.resource, metadata, { signal })
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
