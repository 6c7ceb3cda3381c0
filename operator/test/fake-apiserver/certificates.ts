import 'reflect-metadata'
import { randomBytes, webcrypto } from 'node:crypto'
import * as x509 from '@peculiar/x509'

/** PEM. One self-made authority, a server certificate for 127.0.0.1 and `kube.test`, and a client certificate. */
export type TestCertificates = Readonly<{ ca: string; server: KeyPair; client: KeyPair }>

/** A certificate with its private key, PEM. */
export type KeyPair = Readonly<{ cert: string; key: string }>

/** Fresh certificates, valid for a day around now. */
export const createTestCertificates = async (): Promise<TestCertificates> => {
  x509.cryptoProvider.set(webcrypto)
  const keys = await generateKeys()
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(),
    name: 'CN=test authority',
    keys,
    signingAlgorithm: algorithm,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  })
  const issue = issuer(ca, keys.privateKey)
  const names = new x509.SubjectAlternativeNameExtension([
    { type: 'ip', value: '127.0.0.1' },
    { type: 'dns', value: 'kube.test' },
  ])
  return { ca: ca.toString('pem'), server: await issue('CN=kube.test', [names]), client: await issue('CN=tester', []) }
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

const generateKeys = () =>
  webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>

const validity = () => ({
  serialNumber: randomBytes(8).toString('hex'),
  notBefore: new Date(Date.now() - dayMs),
  notAfter: new Date(Date.now() + dayMs),
})

const dayMs = 24 * 60 * 60 * 1000

const issuer =
  (ca: x509.X509Certificate, signingKey: webcrypto.CryptoKey) =>
  async (subject: string, extensions: x509.Extension[]): Promise<KeyPair> => {
    const keys = await generateKeys()
    const { publicKey, privateKey } = keys
    const cert = await x509.X509CertificateGenerator.create({
      ...validity(),
      subject,
      issuer: ca.subject,
      publicKey,
      signingKey,
      signingAlgorithm: algorithm,
      extensions,
    })
    const der = await webcrypto.subtle.exportKey('pkcs8', privateKey)
    return { cert: cert.toString('pem'), key: x509.PemConverter.encode(der, 'PRIVATE KEY') }
  }
