import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Where secrets are kept that the rotation renews. */
export interface SecretStore {
  /** Nothing, while it has no value yet. */
  read(id: string): Promise<string | undefined>
  write(id: string, text: string): Promise<void>
}

/** AWS Secrets Manager, with the identity of the pod. The client is loaded only when it is wanted. `endpoint` is for tests. */
export async function secretsManager(endpoint?: string): Promise<SecretStore> {
  const { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } = await import(
    '@aws-sdk/client-secrets-manager'
  )
  const client = new SecretsManagerClient({ maxAttempts: 5, ...(endpoint ? { endpoint } : {}) })
  return {
    read: async (SecretId) => {
      try {
        return (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString
      } catch (error) {
        // a secret that exists and never had a value, and one that does not exist, answer alike
        if ((error as { name?: string }).name === 'ResourceNotFoundException') return undefined
        throw error
      }
    },
    write: async (SecretId, SecretString) => {
      await client.send(new PutSecretValueCommand({ SecretId, SecretString }))
    },
  }
}

/** A folder with a file for each secret, for a machine of one's own. A file is exchanged in one step, as the kubelet does. */
export const secretFolder = (folder: string): SecretStore => ({
  read: async (id) => {
    try {
      return await readFile(join(folder, id), 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
  },
  write: async (id, text) => {
    const draft = join(folder, `.${id}.${process.pid}`)
    await writeFile(draft, text, { mode: 0o600 })
    await rename(draft, join(folder, id))
  },
})
