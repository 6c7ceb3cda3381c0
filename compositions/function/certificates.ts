import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { experimental, ServerCredentials } from '@grpc/grpc-js'
import { FunctionError } from './errors.ts'

/** What the server shows of itself, and whose clients it lets in; PEM. */
type Certificates = Readonly<{ certificate: Buffer; privateKey: Buffer; caCertificate: Buffer }>

/** Credentials for TLS with certificates on both sides, and a way to look whether the files have changed. */
export type ReloadingCredentials = Readonly<{
  credentials: ServerCredentials
  /** Reads the files again: true if they had changed and are in use now. Throws a `FunctionError`, and keeps the old ones, if they are bad. */
  reload(): Promise<boolean>
}>

/**
 * Mutual TLS from the folder's tls.crt, tls.key and ca.crt: a client without a certificate of that authority cannot even say
 * what it wants. Throws a `FunctionError` if a file is missing or the key is not that of the certificate.
 */
export const mutualTls = async (folder: string): Promise<ReloadingCredentials> => {
  let current = await readCertificates(folder)
  const listeners = new Set<() => void>()
  const provider = providerOf(() => current, listeners)
  return {
    // one provider for both: grpc-js 1.14 takes these two in the other order than it declares
    credentials: experimental.createCertificateProviderServerCredentials(provider, provider, true),
    async reload() {
      const next = await readCertificates(folder)
      if (isSame(current, next)) return false
      current = next
      for (const listener of listeners) listener()
      return true
    },
  }
}

/** No TLS at all, which only `crossplane internal render` wants. */
export const plaintext = (): ReloadingCredentials => ({
  credentials: ServerCredentials.createInsecure(),
  reload: async () => false,
})

const readCertificates = async (folder: string): Promise<Certificates> => {
  try {
    const [certificate, privateKey, caCertificate] = await Promise.all(
      ['tls.crt', 'tls.key', 'ca.crt'].map((file) => readFile(join(folder, file))),
    )
    if (!certificate || !privateKey || !caCertificate) throw new Error('a file is missing')
    if (!new X509Certificate(certificate).checkPrivateKey(createPrivateKey(privateKey)))
      throw new Error('tls.key is not the key of tls.crt')
    new X509Certificate(caCertificate)
    return { certificate, privateKey, caCertificate }
  } catch (cause) {
    throw new FunctionError(
      'BadCertificates',
      `Cannot use the certificates in ${folder}: ${(cause as Error).message}`,
      'Put tls.crt, tls.key and ca.crt there, PEM, and name the folder with --tls-server-certs-dir',
      cause,
    )
  }
}

const isSame = (one: Certificates, other: Certificates): boolean =>
  one.certificate.equals(other.certificate) &&
  one.privateKey.equals(other.privateKey) &&
  one.caCertificate.equals(other.caCertificate)

const providerOf = (current: () => Certificates, notify: Set<() => void>): experimental.CertificateProvider => {
  const told = new Map<(update: Certificates) => void, () => void>()
  const add = (listener: (update: Certificates) => void) => {
    const tell = () => listener(current())
    told.set(listener, tell)
    notify.add(tell)
    // the server listens to the credentials only after this returns
    process.nextTick(tell)
  }
  const remove = (listener: (update: Certificates) => void) => {
    const tell = told.get(listener)
    if (tell) notify.delete(tell)
    told.delete(listener)
  }
  return {
    addCaCertificateListener: add,
    removeCaCertificateListener: remove,
    addIdentityCertificateListener: add,
    removeIdentityCertificateListener: remove,
  }
}
