import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { stringify } from 'yaml'
import { fileName, type Layout, type User, users } from './layout.ts'

/** Writes a kubeconfig for each user (readable by us alone), with its certificate inside. */
export const writeKubeconfigs = async (layout: Layout, server: string): Promise<void> => {
  for (const user of users) {
    const path = layout.kubeconfigOf(user)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeFile(path, await kubeconfigFor(layout, user, server), { mode: 0o600 })
  }
}

const kubeconfigFor = async ({ clusterPki }: Layout, user: User, server: string): Promise<string> => {
  const base64 = async (file: string) => (await readFile(join(clusterPki, file))).toString('base64')
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: clusterName, cluster: { server, 'certificate-authority-data': await base64('ca.crt') } }],
    users: [
      {
        name: user,
        user: {
          'client-certificate-data': await base64(`user-${fileName(user)}.crt`),
          'client-key-data': await base64(`user-${fileName(user)}.key`),
        },
      },
    ],
    contexts: [{ name: clusterName, context: { cluster: clusterName, user } }],
    'current-context': clusterName,
  })
}

const clusterName = 'taskplatform-local'
