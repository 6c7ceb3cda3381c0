import { expect, test } from 'vitest'
import { withoutSecrets } from './without-secrets.ts'

const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzeXN0ZW0ifQ.c2lnbmF0dXJl'

test.each([
  { why: 'a service account token', text: `token ${jwt} was refused`, kept: 'token [redacted] was refused' },
  { why: 'a header', text: 'authorization: Bearer abcdefgh12345678', kept: 'authorization: Bearer [redacted]' },
  { why: 'a password in a header', text: 'Basic dXNlcjpwYXNzd29yZA==', kept: 'Basic [redacted]' },
  { why: 'a token of EKS', text: 'k8s-aws-v1.aHR0cHM6Ly9zdHM, expired', kept: '[redacted], expired' },
  {
    why: 'a private key',
    text: 'read -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- there',
    kept: 'read [redacted] there',
  },
  { why: 'a key that is cut off', text: '-----BEGIN PRIVATE KEY-----\nMIIE', kept: '[redacted]' },
  { why: 'an access key of AWS', text: 'key AKIAIOSFODNN7EXAMPLE is disabled', kept: 'key [redacted] is disabled' },
  {
    why: 'a presigned URL',
    text: 'https://sts?X-Amz-Security-Token=abc&X-Amz-Date=1',
    kept: 'https://sts?X-Amz-Security-Token=[redacted]&X-Amz-Date=1',
  },
  { why: 'a password in a URL', text: 'postgres://app:hunter2@db:5432/app', kept: 'postgres://[redacted]@db:5432/app' },
])('$why is taken out', ({ text, kept }) => expect(withoutSecrets(text)).toBe(kept))

test.each([
  'PlatformNetwork "acme/shop-network" is not ready',
  'arn:aws:iam::111122223333:role/provider',
  'https://127.0.0.1:6443/api/v1/namespaces/a/secrets/b',
  'basic settings are fine',
])('"%s" stays as it is', (text) => expect(withoutSecrets(text)).toBe(text))
