import type { Manifest } from '@taskplatform/bootstrap/local/install/resources'
import type { Layer } from '../../src/core/layers.ts'

/** A CRD that takes any composite of a layer: what Crossplane would make of its definition, without the schema. */
export const openCrd = ({ resource: { group, version, kind, plural } }: Layer): Manifest =>
  ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [
        { name: version, served: true, storage: true, subresources: { status: {} }, schema: { openAPIV3Schema } },
      ],
    },
  }) as Manifest

const anything = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }

const openAPIV3Schema = { type: 'object', properties: { spec: anything, status: anything } }
