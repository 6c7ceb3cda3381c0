import { X509Certificate as NodeCertificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { createAuthority, issue } from './certificates.ts'

const now = new Date('2026-01-02T03:04:05Z')
const authority = await createAuthority('test-authority', now)

test('a certificate is signed by its authority for a year, and names what it should', async () => {
  const subject = {
    commonName: 'twin',
    organizations: ['a', 'b'],
    purpose: 'both',
    dnsNames: ['localhost'],
    addresses: ['127.0.0.1'],
  } as const
  const certificate = new NodeCertificate((await issue(authority, subject, now)).certificate)
  expect(certificate.verify(new NodeCertificate(authority.certificate).publicKey)).toBe(true)
  expect(certificate.subject.split('\n')).toEqual(['O=a', 'O=b', 'CN=twin'])
  expect(certificate.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1')
  expect(certificate.validToDate.toISOString()).toBe('2027-01-02T03:04:05.000Z')
  expect(certificate.ca).toBe(false)
})

test.each([
  { purpose: 'server', usages: ['1.3.6.1.5.5.7.3.1'] },
  { purpose: 'client', usages: ['1.3.6.1.5.5.7.3.2'] },
] as const)('a $purpose certificate serves no other purpose', async ({ purpose, usages }) => {
  const { certificate } = await issue(authority, { commonName: 'x', purpose }, now)
  expect(new NodeCertificate(certificate).keyUsage).toEqual(usages)
})

test('an authority may sign certificates, but no further authorities', () => {
  const certificate = new NodeCertificate(authority.certificate)
  expect(certificate.ca).toBe(true)
  expect(certificate.verify(certificate.publicKey)).toBe(true)
})
