import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAuthority, type Identity, issue } from '@taskplatform/bootstrap/local/certificates'

/** An authority, a folder with the certificates of a server, and a client that the authority knows. */
export type TestTls = AsyncDisposable & Readonly<{ folder: string; authority: string; client: Identity }>

/** Makes certificates in a folder of their own, which goes when the value is disposed of. */
export const testTls = async (): Promise<TestTls> => {
  const folder = await mkdtemp(join(tmpdir(), 'function-tls-'))
  const made = await writeCertificates(folder)
  return { folder, ...made, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) }
}

/** Puts the certificates of a new authority into the folder. */
export const writeCertificates = async (folder: string): Promise<Pick<TestTls, 'authority' | 'client'>> => {
  const now = new Date()
  const authority = await createAuthority('function-test', now)
  const server = await issue(authority, { commonName: 'function', purpose: 'server', dnsNames: ['localhost'] }, now)
  await writeFile(join(folder, 'ca.crt'), authority.certificate)
  await writeFile(join(folder, 'tls.crt'), server.certificate)
  await writeFile(join(folder, 'tls.key'), server.key)
  const client = await issue(authority, { commonName: 'crossplane', purpose: 'client' }, now)
  return { authority: authority.certificate, client }
}
