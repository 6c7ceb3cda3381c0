import type { KubeClient } from '@taskplatform/operator/kube/client'
import { isNotFound } from '@taskplatform/operator/kube/errors'
import { apiVersionOf } from '@taskplatform/operator/kube/resource'
import { type ConnectionSecret, secrets } from './connection-secret.ts'
import type { Managed } from './managed.ts'

/** Kubernetes secrets from which arguments come. */
export interface SecretStore {
  /** The plain value of a key; `undefined` if secret or key are not there. */
  read(namespace: string, at: SecretKey, signal: AbortSignal): Promise<string | undefined>
  /** Puts a value that was made up for `managed` there. A secret that it makes belongs to `managed`; one that is there does not. */
  write(managed: Managed, at: SecretKey, value: string, signal: AbortSignal): Promise<void>
}

/** A key of a secret, as `...SecretRef` fields name it. */
export type SecretKey = Readonly<{ name: string; key: string }>

/** Over `client`. */
export const createSecretStore = (client: KubeClient): SecretStore => {
  const get = (namespace: string, name: string, signal: AbortSignal) =>
    client.get<ConnectionSecret>(secrets, { namespace, name }, { signal })
  return {
    read: async (namespace, { name, key }, signal) => {
      const text = (await get(namespace, name, signal))?.data?.[key]
      return text ? Buffer.from(text, 'base64').toString() : undefined
    },
    write: async (managed, { name, key }, value, signal) => {
      const { namespace } = managed.metadata
      const data = { [key]: Buffer.from(value).toString('base64') }
      try {
        await client.mergePatch(secrets, { namespace, name }, { data }, { fieldManager, signal })
      } catch (error) {
        if (!isNotFound(error)) throw error
        await client.create(secrets, ownedBy(managed, name, data), { fieldManager, signal })
      }
    },
  }
}

const fieldManager = 'provider-aws-twin'

const ownedBy = ({ apiVersion, kind, metadata }: Managed, name: string, data: Readonly<Record<string, string>>) => ({
  apiVersion: apiVersionOf(secrets),
  kind: secrets.kind,
  metadata: {
    name,
    namespace: metadata.namespace,
    ownerReferences: [{ apiVersion, kind, name: metadata.name, uid: metadata.uid }],
  },
  type: 'Opaque',
  data,
})
