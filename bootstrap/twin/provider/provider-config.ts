import { apiVersionOf, type Resource } from '@taskplatform/operator/kube/resource'
import type { Kind } from '../service/kind.ts'
import type { Managed } from './managed.ts'

const config = (kind: string, plural: string, namespaced: boolean): Resource => ({
  group: 'aws.m.upbound.io',
  version: 'v1beta1',
  kind,
  plural,
  namespaced,
})

/** Where managed resources may say that their credentials are. The twin asks for none. */
export const providerConfigs: readonly Resource[] = [
  config('ClusterProviderConfig', 'clusterproviderconfigs', false),
  config('ProviderConfig', 'providerconfigs', true),
]

/** Who uses which configuration. */
export const providerConfigUsages = config('ProviderConfigUsage', 'providerconfigusages', true)

/** The provider's complaint about a configuration that is not there. */
export const missingConfig = ({ kind, name }: Readonly<{ kind: string; name: string }>): string =>
  `cannot get referenced ProviderConfig: ${kind}.aws.m.upbound.io "${name}" not found`

/** The usage of a managed resource: named by its uid, and gone with it. Source: crossplane-runtime pkg/resource/providerconfig.go. */
export const usageOf = (
  { resource }: Kind,
  { metadata }: Managed,
  { kind, name }: Readonly<{ kind: string; name: string }>,
) => ({
  resource: providerConfigUsages,
  object: {
    apiVersion: apiVersionOf(providerConfigUsages),
    kind: providerConfigUsages.kind,
    metadata: {
      name: metadata.uid,
      namespace: metadata.namespace,
      labels: { 'crossplane.io/provider-config': name, 'crossplane.io/provider-config-kind': kind },
      ownerReferences: [
        {
          apiVersion: apiVersionOf(resource),
          kind: resource.kind,
          name: metadata.name,
          uid: metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    providerConfigRef: { kind, name },
    resourceRef: { apiVersion: apiVersionOf(resource), kind: resource.kind, name: metadata.name },
  },
})
