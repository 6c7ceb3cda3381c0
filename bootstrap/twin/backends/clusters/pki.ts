import 'reflect-metadata'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { stringify } from 'yaml'
import { createAuthority, createKeyPair, type Identity, issue } from '../../../local/certificates.ts'
import { formatAddress, parseCidr } from '../../service/cidr.ts'
import { type ClusterLayout, clusterClients, fileName, layoutIn } from './layout.ts'

/** Makes the keys and certificates of a cluster, once: an authority of its own, and another for its etcd. */
export const ensureClusterPki = async (layout: ClusterLayout, serviceCidr: string, now: Date): Promise<void> => {
  if (existsSync(layout.pki)) return
  // made aside and moved in one step: a kill in between leaves no half set of keys
  const draft = layoutIn(`${layout.folder}/pki-draft`)
  await rm(draft.folder, { recursive: true, force: true })
  await writeClusterKeys(draft, serviceCidr, now)
  await writeEtcdKeys(draft, now)
  await rename(draft.pki, layout.pki)
  await rm(draft.folder, { recursive: true, force: true })
}

/** Writes the kubeconfigs of the cluster's own users, and the one by which its API server asks whose a token is. */
export const writeClusterKubeconfigs = async (
  layout: ClusterLayout,
  urls: Readonly<{ apiServer: string; webhook: string }>,
): Promise<void> => {
  for (const user of clusterClients) {
    const files = { cert: layout.pkiFile(`${fileName(user)}.crt`), key: layout.pkiFile(`${fileName(user)}.key`) }
    await writeSecret(layout.kubeconfigOf(user), kubeconfig(layout, urls.apiServer, files))
  }
  const asking = { cert: layout.pkiFile('asks-webhook.crt'), key: layout.pkiFile('asks-webhook.key') }
  await writeSecret(layout.webhook, kubeconfig(layout, urls.webhook, asking))
}

/** The certificate of the cluster's authority, PEM. */
export const clusterCertificate = (layout: ClusterLayout): Promise<string> => readFile(layout.pkiFile('ca.crt'), 'utf8')

const writeClusterKeys = async (layout: ClusterLayout, serviceCidr: string, now: Date): Promise<void> => {
  const authority = await createAuthority('eks-twin-cluster', now)
  await writeSecret(layout.pkiFile('ca.crt'), authority.certificate)
  const firstService = formatAddress((parseCidr(serviceCidr)?.start ?? 0) + 1)
  const serving = {
    commonName: 'kube-apiserver',
    purpose: 'server',
    dnsNames: ['localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc'],
    addresses: ['127.0.0.1', firstService],
  } as const
  await writeIdentity(layout.pkiFile, 'serving', await issue(authority, serving, now))
  for (const commonName of [...clusterClients, 'asks-webhook']) {
    const organizations = commonName === 'admin' ? ['system:masters'] : []
    const subject = { commonName, organizations, purpose: 'client' } as const
    await writeIdentity(layout.pkiFile, fileName(commonName), await issue(authority, subject, now))
  }
  const { publicKey, privateKey } = await createKeyPair()
  await writeSecret(layout.pkiFile('service-account.pub'), publicKey)
  await writeSecret(layout.pkiFile('service-account.key'), privateKey)
}

const writeEtcdKeys = async (layout: ClusterLayout, now: Date): Promise<void> => {
  const authority = await createAuthority('eks-twin-etcd', now)
  await writeSecret(layout.etcdPkiFile('ca.crt'), authority.certificate)
  const server = { commonName: 'etcd', purpose: 'both', dnsNames: ['localhost'], addresses: ['127.0.0.1'] } as const
  await writeIdentity(layout.etcdPkiFile, 'server', await issue(authority, server, now))
  const client = { commonName: 'kube-apiserver', purpose: 'client' } as const
  await writeIdentity(layout.etcdPkiFile, 'client', await issue(authority, client, now))
}

const writeIdentity = async (
  pathOf: (file: string) => string,
  name: string,
  { certificate, key }: Identity,
): Promise<void> => {
  await writeSecret(pathOf(`${name}.crt`), certificate)
  await writeSecret(pathOf(`${name}.key`), key)
}

const writeSecret = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFile(path, text, { mode: 0o600 })
}

const kubeconfig = (
  layout: ClusterLayout,
  server: string,
  { cert, key }: Readonly<{ cert: string; key: string }>,
): string =>
  stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'cluster', cluster: { server, 'certificate-authority': layout.pkiFile('ca.crt') } }],
    users: [{ name: 'user', user: { 'client-certificate': cert, 'client-key': key } }],
    contexts: [{ name: 'context', context: { cluster: 'cluster', user: 'user' } }],
    'current-context': 'context',
  })
