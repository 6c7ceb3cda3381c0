import { isDeepStrictEqual } from 'node:util'
import { fieldManager, platformLabel } from '@taskplatform/crds/labels'
import type { NamesData } from '../core/external-names.ts'
import type { KubeClient } from '../kube/client.ts'
import type { KubeObject, Resource } from '../kube/resource.ts'
import type { ExternalNames } from '../ports/external-names.ts'

/** ConfigMaps as the API server holds them. */
export const externalNamesOf = (client: KubeClient): ExternalNames => {
  const read = async (namespace: string, name: string, signal: AbortSignal) =>
    (await client.get<ConfigMap>(configMaps, { namespace, name }, { signal }))?.data
  const write = async (namespace: string, name: string, data: NamesData, signal: AbortSignal) => {
    const metadata = { namespace, name, labels: { [platformLabel]: platformIn(data) } }
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data }
    await client.apply(configMaps, object, { fieldManager, force: true, signal })
  }
  return {
    read,
    keep: async (namespace, name, data, signal) => {
      if (!isDeepStrictEqual(await read(namespace, name, signal), data)) await write(namespace, name, data, signal)
    },
    add: async (namespace, name, data, signal) => {
      const before = (await read(namespace, name, signal)) ?? {}
      const after = { ...before, ...data }
      if (!isDeepStrictEqual(before, after)) await write(namespace, name, after, signal)
    },
    remove: async (namespace, name, signal) => {
      await client.remove(configMaps, { namespace, name }, { signal })
    },
  }
}

type ConfigMap = KubeObject & Readonly<{ data?: NamesData }>

const configMaps: Resource = { group: '', version: 'v1', kind: 'ConfigMap', plural: 'configmaps', namespaced: true }

const platformIn = (data: NamesData): string => (JSON.parse(data['platform'] ?? '{}') as { name?: string }).name ?? ''
