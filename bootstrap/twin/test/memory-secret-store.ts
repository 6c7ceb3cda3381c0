import type { SecretStore } from '../provider/secret-store.ts'

/** Kubernetes secrets in memory, by `name/key`: one namespace is enough here. */
export const memorySecretStore = (values: Map<string, string> = new Map()): SecretStore => ({
  read: async (_namespace, { name, key }) => values.get(`${name}/${key}`),
  write: async (_managed, { name, key }, value) => {
    values.set(`${name}/${key}`, value)
  },
})
