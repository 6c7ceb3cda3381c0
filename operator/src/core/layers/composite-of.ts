import { layerLabel, platformLabel } from '@taskplatform/crds/labels'
import type { Composite } from '../composite.ts'
import type { LayerName } from '../layer-names.ts'
import type { Kind } from '../layers.ts'
import { compositeName } from '../names.ts'
import type { LivePlatform } from '../platform.ts'

/**
 * The composite of a layer, with its name, its labels and the part of the spec that all layers share.
 * It carries no owner reference: `kubectl delete --cascade=foreground` and Argo CD would let the garbage collector
 * take the layers down in any order, past the plan (docs/decisions/0003).
 */
export const compositeOf = (
  platform: LivePlatform,
  layer: LayerName,
  resource: Kind,
  spec: Readonly<Record<string, unknown>>,
): Composite => ({
  apiVersion: `${resource.group}/${resource.version}`,
  kind: resource.kind,
  metadata: {
    name: compositeName(platform.name, layer),
    namespace: platform.namespace,
    labels: { [platformLabel]: platform.name, [layerLabel]: layer.toLowerCase() },
  },
  spec: {
    region: platform.spec.region,
    providerConfigRef: platform.spec.providerConfigRef,
    tags: platform.spec.tags,
    ...spec,
  },
})
