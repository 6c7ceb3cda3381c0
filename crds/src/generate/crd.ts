import { type Structural, structural } from '../structural.ts'
import { taskPlatform } from '../taskplatform.ts'
import { category, type Kind, type Layer, taskPlatformKind } from './kinds.ts'
import { printable } from './printable.ts'

/** The CustomResourceDefinition of TaskPlatform. */
export function taskPlatformCrd() {
  return crd(taskPlatformKind, { ...structural(taskPlatform), description: taskPlatformKind.about })
}

/** The CustomResourceDefinition that Crossplane makes of a layer's definition, without what Crossplane adds. For tests. */
export function layerCrd(layer: Layer) {
  return crd(layer, layerSchema(layer))
}

/** Schema of a layer composite as its definition states it. */
export function layerSchema({ about, spec, status }: Layer): Structural {
  return {
    description: about,
    type: 'object',
    required: ['spec'],
    properties: { spec: structural(spec), status: structural(status) },
  }
}

function crd(kind: Kind, schema: Structural) {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${kind.plural}.${kind.group}` },
    spec: {
      group: kind.group,
      scope: 'Namespaced',
      names: names(kind),
      versions: [
        {
          name: kind.version,
          served: true,
          storage: true,
          subresources: { status: {} },
          additionalPrinterColumns: kind.columns,
          schema: { openAPIV3Schema: withObjectFields(printable(schema)) },
        },
      ],
    },
  }
}

/** Names of a kind, as CRDs and XRDs both have them. */
export function names({ kind, plural, shortNames }: Kind) {
  return {
    kind,
    plural,
    singular: kind.toLowerCase(),
    listKind: `${kind}List`,
    ...(shortNames.length > 0 && { shortNames }),
    categories: [category],
  }
}

/** The API server knows what is in these three and takes no schema of ours for them. */
function withObjectFields(schema: Structural): Structural {
  const { spec, status } = schema.properties ?? {}
  return {
    ...schema,
    required: ['spec'],
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object' },
      ...(spec && { spec }),
      ...(status && { status }),
    },
  }
}
