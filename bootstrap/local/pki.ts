import 'reflect-metadata'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { X509Certificate } from '@peculiar/x509'
import { createAuthority, createKeyPair, type Identity, issue } from './certificates.ts'
import { fileName, type Layout, layoutOf, users } from './layout.ts'

/**
 * Makes the keys and certificates of a stack, once: authorities for the cluster, for etcd and for the function each, because
 * whoever has a client certificate of etcd's authority may read everything. Made anew when they run out within a week.
 */
export const ensurePki = async (layout: Layout, now: Date): Promise<void> => {
  if (await isGood(layout, now)) return
  // made aside and moved in one step: a kill in between leaves no half set of keys
  const draft = layoutOf(`${layout.stateDir}/.pki-${randomUUID()}`)
  await writeCluster(draft, now)
  await writeEtcd(draft, now)
  await writeFunction(draft, now)
  await rm(layout.pki, { recursive: true, force: true })
  await rename(draft.pki, layout.pki)
  await rm(draft.stateDir, { recursive: true, force: true })
}

const week = 7 * 24 * 60 * 60 * 1000

const isGood = async ({ clusterPki }: Layout, now: Date): Promise<boolean> => {
  const path = join(clusterPki, 'ca.crt')
  if (!existsSync(path)) return false
  const certificate = new X509Certificate(await readFile(path, 'utf8'))
  return certificate.notAfter.getTime() - now.getTime() > week
}

const writeCluster = async ({ clusterPki }: Layout, now: Date): Promise<void> => {
  const authority = await createAuthority('taskplatform-local-cluster', now)
  const serving = { purpose: 'server', dnsNames: servingNames, addresses: ['127.0.0.1', '10.96.0.1'] } as const
  await writeAuthority(clusterPki, authority.certificate)
  await writeIdentity(
    clusterPki,
    'apiserver',
    await issue(authority, { commonName: 'kube-apiserver', ...serving }, now),
  )
  await writeIdentity(
    clusterPki,
    'controller-manager',
    await issue(authority, { commonName: 'kube-controller-manager', ...serving }, now),
  )
  for (const user of users) {
    const groups = user === 'admin' ? ['system:masters'] : []
    const subject = { commonName: user, organizations: groups, purpose: 'client' } as const
    await writeIdentity(clusterPki, `user-${fileName(user)}`, await issue(authority, subject, now))
  }
  await writeServiceAccountKeys(clusterPki)
}

const servingNames = ['localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc']

const writeEtcd = async ({ etcdPki }: Layout, now: Date): Promise<void> => {
  const authority = await createAuthority('taskplatform-local-etcd', now)
  const server = { commonName: 'etcd', purpose: 'both', dnsNames: ['localhost'], addresses: ['127.0.0.1'] } as const
  await writeAuthority(etcdPki, authority.certificate)
  await writeIdentity(etcdPki, 'server', await issue(authority, server, now))
  await writeIdentity(
    etcdPki,
    'client',
    await issue(authority, { commonName: 'kube-apiserver', purpose: 'client' }, now),
  )
}

// The file names are those that Crossplane and its function SDK look for in a folder.
const writeFunction = async ({ functionServerPki, functionClientPki }: Layout, now: Date): Promise<void> => {
  const authority = await createAuthority('taskplatform-local-function', now)
  const server = {
    commonName: 'function',
    purpose: 'server',
    dnsNames: ['localhost'],
    addresses: ['127.0.0.1'],
  } as const
  await writeAuthority(functionServerPki, authority.certificate)
  await writeIdentity(functionServerPki, 'tls', await issue(authority, server, now))
  await writeAuthority(functionClientPki, authority.certificate)
  await writeIdentity(
    functionClientPki,
    'tls',
    await issue(authority, { commonName: 'crossplane', purpose: 'client' }, now),
  )
}

const writeAuthority = async (directory: string, certificate: string): Promise<void> => {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  await writeFile(join(directory, 'ca.crt'), certificate)
}

const writeIdentity = async (directory: string, name: string, { certificate, key }: Identity): Promise<void> => {
  await writeFile(join(directory, `${name}.crt`), certificate)
  await writeFile(join(directory, `${name}.key`), key, { mode: 0o600 })
}

const writeServiceAccountKeys = async (directory: string): Promise<void> => {
  const { publicKey, privateKey } = await createKeyPair()
  await writeFile(join(directory, 'service-account.key'), privateKey, { mode: 0o600 })
  await writeFile(join(directory, 'service-account.pub'), publicKey)
}
