import type { KubeClient } from '../kube/client.ts'
import type { Resource } from '../kube/resource.ts'
import type { ProviderConfigs } from '../ports/provider-configs.ts'

/** ProviderConfigs as the API server has them. */
export const providerConfigsOf = (client: KubeClient): ProviderConfigs => ({
  exists: async ({ kind, name }, namespace, signal) =>
    (await client.get(kinds[kind], { name, ...(kinds[kind].namespaced ? { namespace } : {}) }, { signal })) !==
    undefined,
})

const kinds: Readonly<Record<'ProviderConfig' | 'ClusterProviderConfig', Resource>> = {
  ProviderConfig: provider('ProviderConfig', 'providerconfigs', true),
  ClusterProviderConfig: provider('ClusterProviderConfig', 'clusterproviderconfigs', false),
}

function provider(kind: string, plural: string, namespaced: boolean): Resource {
  return { group: 'aws.m.upbound.io', version: 'v1beta1', kind, plural, namespaced }
}
