import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PemConverter, X509Certificate } from '@peculiar/x509'
import { type Authority, createAuthority, issue } from '../../local/certificates.ts'

/** Paths of PEM files: a server's certificate, its key, and the authority that clients should trust. */
export type ServerFiles = Readonly<{ certificate: string; key: string; ca: string }>

/** The authority of a backend's folder, as a client is told of it. */
export const caPathIn = (stateDir: string): string => join(stateDir, 'ca.crt')

/** The certificate of a backend's authority; `undefined` if it has none yet. */
export const authorityIn = (stateDir: string): Promise<string | undefined> =>
  readFile(caPathIn(stateDir), 'utf8').catch(() => undefined)

/**
 * The authority that a backend signs with, as RDS has one for its servers. Unlike that of the local stack its key stays on the
 * disk: servers are made for as long as the twin lives, and their clients should not need a new root for each.
 */
export const openAuthority = async (stateDir: string, now: Date): Promise<Authority> => {
  const found = await readAuthority(stateDir)
  if (found && found.parsed.notAfter.getTime() - now.getTime() > month) return found
  const made = await createAuthority('taskplatform-twin', now)
  await mkdir(stateDir, { recursive: true, mode: 0o700 })
  await writeWhole(
    join(stateDir, 'ca.key'),
    PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', made.keys.privateKey), 'PRIVATE KEY'),
  )
  await writeWhole(caPathIn(stateDir), made.certificate)
  return made
}

/** Puts a certificate for a server on this machine into `folder`, unless a good one of this authority is there. */
export const ensureServerFiles = async (
  authority: Authority,
  folder: string,
  commonName: string,
  now: Date,
): Promise<ServerFiles> => {
  const files = { certificate: join(folder, 'server.crt'), key: join(folder, 'server.key'), ca: join(folder, 'ca.crt') }
  const current = await readFile(files.ca, 'utf8').catch(() => undefined)
  const there = await readFile(files.certificate, 'utf8').catch(() => undefined)
  const isGood = current === authority.certificate && there !== undefined && lastsLong(there, now)
  if (isGood) return files
  const subject = { commonName, purpose: 'server', dnsNames: ['localhost'], addresses: ['127.0.0.1'] } as const
  const { certificate, key } = await issue(authority, subject, now)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeWhole(files.key, key)
  await writeWhole(files.certificate, certificate)
  await writeWhole(files.ca, authority.certificate)
  return files
}

const month = 30 * 24 * 3_600_000

const lastsLong = (pem: string, now: Date): boolean =>
  new X509Certificate(pem).notAfter.getTime() - now.getTime() > month

const readAuthority = async (stateDir: string): Promise<Authority | undefined> => {
  try {
    const certificate = await readFile(caPathIn(stateDir), 'utf8')
    const [der] = PemConverter.decode(await readFile(join(stateDir, 'ca.key'), 'utf8'))
    const parsed = new X509Certificate(certificate)
    const privateKey = await webcrypto.subtle.importKey('pkcs8', der ?? new ArrayBuffer(0), signing, true, ['sign'])
    return { certificate, parsed, keys: { privateKey, publicKey: await parsed.publicKey.export() } }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

const signing = { name: 'ECDSA', namedCurve: 'P-256' }

const writeWhole = async (path: string, text: string): Promise<void> => {
  await writeFile(`${path}.draft`, text, { mode: 0o600 })
  await rename(`${path}.draft`, path)
}
