import 'reflect-metadata'
import { randomBytes, webcrypto } from 'node:crypto'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'

/** A certificate authority; its key never leaves memory, so nobody can sign more later. */
export type Authority = Readonly<{ certificate: string; parsed: X509Certificate; keys: webcrypto.CryptoKeyPair }>

/** A certificate and its private key (PKCS 8), both PEM. */
export type Identity = Readonly<{ certificate: string; key: string }>

/** Whom a certificate names and what for. `organizations` are what Kubernetes reads as groups. */
export type Subject = Readonly<{
  commonName: string
  organizations?: readonly string[]
  purpose: 'server' | 'client' | 'both'
  dnsNames?: readonly string[]
  addresses?: readonly string[]
}>

/** Creates an authority that signs for a year from `now`. */
export const createAuthority = async (commonName: string, now: Date): Promise<Authority> => {
  const keys = await generateKeys()
  const parsed = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: [{ CN: [commonName] }],
    ...validity(now),
    keys,
    signingAlgorithm: signing,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { certificate: pemOf(parsed), parsed, keys }
}

/** Signs a new key pair for `subject`, for a year from `now`. */
export const issue = async (authority: Authority, subject: Subject, now: Date): Promise<Identity> => {
  const keys = await generateKeys()
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: [...(subject.organizations ?? []).map((O) => ({ O: [O] })), { CN: [subject.commonName] }],
    issuer: authority.parsed.subjectName,
    ...validity(now),
    publicKey: keys.publicKey,
    signingKey: authority.keys.privateKey,
    signingAlgorithm: signing,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension(usages[subject.purpose]),
      await AuthorityKeyIdentifierExtension.create(authority.keys.publicKey),
      ...alternativeNames(subject),
    ],
  })
  return { certificate: pemOf(certificate), key: await privatePem(keys) }
}

/** A bare key pair, PEM, for service account tokens. */
export const createKeyPair = async (): Promise<{ publicKey: string; privateKey: string }> => {
  const keys = await generateKeys()
  const publicKey = PemConverter.encode(await webcrypto.subtle.exportKey('spki', keys.publicKey), 'PUBLIC KEY')
  return { publicKey: `${publicKey}\n`, privateKey: await privatePem(keys) }
}

const signing = { name: 'ECDSA', hash: 'SHA-256' }

const usages: Readonly<Record<Subject['purpose'], string[]>> = {
  server: [ExtendedKeyUsage.serverAuth],
  client: [ExtendedKeyUsage.clientAuth],
  both: [ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth],
}

const generateKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])

// positive and without a leading zero, as DER wants integers
const serialNumber = (): string => `4${randomBytes(15).toString('hex').slice(1)}`

// an hour back: a clock that is set back a little must not refuse what was just made
const validity = (now: Date) => ({
  notBefore: new Date(now.getTime() - 60 * 60 * 1000),
  notAfter: new Date(now.getTime() + 365 * 24 * 60 * 60 * 1000),
})

const alternativeNames = ({ dnsNames = [], addresses = [] }: Subject): Extension[] => {
  const names = [
    ...dnsNames.map((value) => ({ type: 'dns' as const, value })),
    ...addresses.map((value) => ({ type: 'ip' as const, value })),
  ]
  return names.length === 0 ? [] : [new SubjectAlternativeNameExtension(names)]
}

const privatePem = async (keys: webcrypto.CryptoKeyPair): Promise<string> =>
  `${PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')}\n`

const pemOf = (certificate: X509Certificate): string => `${certificate.toString('pem')}\n`
