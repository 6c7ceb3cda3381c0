import { mkdir, writeFile } from 'node:fs/promises'
import { stringify } from 'yaml'
import { writeKubeconfigs } from './kubeconfig.ts'
import type { PartContext } from './parts/context.ts'
import { localInstallation } from './parts/installation.ts'
import { apiServerUrl, auditPolicy } from './parts/kube-apiserver.ts'
import { ensurePki } from './pki.ts'

/** Makes the folders, keys and files that the parts read. What is there and good stays as it is. */
export const prepareState = async ({ layout, ports, backends }: PartContext, now: Date): Promise<void> => {
  await mkdir(layout.stateDir, { recursive: true, mode: 0o700 })
  for (const part of ['etcd', 'crossplane', 'twin'] as const) {
    await mkdir(layout.dataOf(part), { recursive: true, mode: 0o700 })
  }
  await ensurePki(layout, now)
  await writeKubeconfigs(layout, apiServerUrl(ports))
  await writeFile(layout.auditPolicy, stringify(auditPolicy))
  await writeFile(layout.installation, stringify(localInstallation(backends)))
}
