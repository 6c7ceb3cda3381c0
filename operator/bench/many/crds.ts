import type { Manifest } from '@taskplatform/bootstrap/local/install/resources'
import type { Resource } from '../../src/kube/resource.ts'

/** A CRD without a schema: it takes anything of its kind, such as any composite, for which Crossplane would make one. */
export const openCrd = ({ group, version, kind, plural, namespaced }: Resource): Manifest =>
  ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: namespaced ? 'Namespaced' : 'Cluster',
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [
        { name: version, served: true, storage: true, subresources: { status: {} }, schema: { openAPIV3Schema } },
      ],
    },
  }) as Manifest

const anything = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }

const openAPIV3Schema = { type: 'object', properties: { spec: anything, status: anything } }
