import { layerSchema, names } from './crd.ts'
import type { Layer } from './kinds.ts'
import { printable } from './printable.ts'

/** The CompositeResourceDefinition of a layer. Crossplane makes the CRD of it and adds `spec.crossplane` and its conditions. */
export function layerXrd(layer: Layer) {
  return {
    apiVersion: 'apiextensions.crossplane.io/v2',
    kind: 'CompositeResourceDefinition',
    metadata: { name: `${layer.plural}.${layer.group}` },
    spec: {
      group: layer.group,
      scope: 'Namespaced',
      names: names(layer),
      versions: [
        {
          name: layer.version,
          served: true,
          referenceable: true,
          additionalPrinterColumns: layer.columns,
          schema: { openAPIV3Schema: printable(layerSchema(layer)) },
        },
      ],
    },
  }
}
