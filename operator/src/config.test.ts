import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig, usage } from './config.ts'
import { flags } from './flags.ts'
import { readInstallation } from './installation-file.ts'

test.each([
  {
    why: 'nothing is said: the defaults of a pod',
    args: [],
    env: {},
    config: {
      httpAddress: { host: '0.0.0.0', port: 8080 },
      kubeconfig: undefined,
      installation: '/etc/taskplatform/installation.yaml',
      metricsAuth: true,
      tls: undefined,
      workers: 4,
      syncPeriodMs: 36_000_000,
      election: { namespace: undefined, leaseMs: 15_000, renewMs: 10_000, retryMs: 2_000 },
      logLevel: 'info',
    },
  },
  {
    why: 'a flag overrules the environment',
    args: [
      '--kubeconfig',
      'mine',
      '--installation',
      'ours',
      '--http-address',
      '127.0.0.1:9000',
      '--workers',
      '2',
      '--tls-cert-file=tls.crt',
      '--tls-private-key-file=tls.key',
    ],
    env: { KUBECONFIG: 'other', TASKPLATFORM_INSTALLATION: 'theirs' },
    config: {
      httpAddress: { host: '127.0.0.1', port: 9000 },
      kubeconfig: 'mine',
      installation: 'ours',
      metricsAuth: true,
      tls: { certFile: 'tls.crt', keyFile: 'tls.key' },
      workers: 2,
      syncPeriodMs: 36_000_000,
      election: { namespace: undefined, leaseMs: 15_000, renewMs: 10_000, retryMs: 2_000 },
      logLevel: 'info',
    },
  },
  { why: 'help is asked for', args: ['--help'], env: {}, config: 'help' },
])('configuration when $why', ({ args, env, config }) => expect(readConfig(args, env)).toEqual(config))

test('every fault is told at once', () => {
  expect(() => readConfig(['--http-address', 'here', '--workers', '0'], {})).toThrow(/--http-address[\s\S]*--workers/)
  expect(() => readConfig(['--wrokers', '2'], {})).toThrow(/--wrokers/)
})

test.each([
  { why: 'is on without a word', args: [], election: true },
  { why: 'may be named alone, as kube-controller-manager has it', args: ['--leader-elect'], election: true },
  { why: 'is off', args: ['--leader-elect=false'], election: false },
])('election $why', ({ args, election }) =>
  expect(readConfig(args, {})).toMatchObject({ election: election ? expect.anything() : undefined }),
)

test.each([
  { why: 'a renewal that may come too late', args: ['--renew-deadline=15s'], says: /renew-deadline.*lease-duration/ },
  { why: 'no second try', args: ['--retry-period', '9s'], says: /renew-deadline.*retry-period/ },
  {
    why: 'a Lease of less than a second',
    args: ['--lease-duration=900ms'],
    says: /lease-duration: must be at least 1s/,
  },
  { why: 'a number without a unit', args: ['--sync-period=10'], says: /sync-period: must be a duration/ },
  {
    why: 'a certificate without its key',
    args: ['--tls-cert-file=tls.crt'],
    says: /tls-cert-file: needs --tls-private/,
  },
  { why: 'a yes in other words', args: ['--metrics-auth=yes'], says: /metrics-auth: must be true or false/ },
])('$why is refused', ({ args, says }) => expect(() => readConfig(args, {})).toThrow(says))

test.each(flags)('help tells --$name', ({ name }) => expect(usage).toContain(`--${name}`))

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'installation-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const principal = 'arn:aws:iam::111122223333:role/provider'

test.each([
  {
    why: 'only what is required stands there',
    text: `providerPrincipalArn: ${principal}`,
    read: {
      providerPrincipalArn: principal,
      managementEgressCidrs: [],
      privateAccess: false,
      workloadApiGraceSeconds: 600,
    },
  },
  {
    why: 'it is JSON',
    text: JSON.stringify({
      providerPrincipalArn: principal,
      managementEgressCidrs: ['198.51.100.0/24'],
      privateAccess: true,
      workloadApiGraceSeconds: 600,
    }),
    read: {
      providerPrincipalArn: principal,
      managementEgressCidrs: ['198.51.100.0/24'],
      privateAccess: true,
      workloadApiGraceSeconds: 600,
    },
  },
])('the installation when $why', ({ text, read }) => {
  const file = join(folder, 'installation')
  writeFileSync(file, text)
  expect(readInstallation(file)).toMatchObject(read)
})

test.each([
  { why: 'is not there', text: undefined, says: /cannot be read: .*ENOENT/ },
  { why: 'is no YAML', text: '{', says: /cannot be read/ },
  {
    why: 'lacks the principal, and misspells a field',
    text: 'private: true',
    says: /providerPrincipalArn[\s\S]*private/,
  },
  {
    why: 'admits the world by mistake',
    text: `{ providerPrincipalArn: '${principal}', managementEgressCidrs: [all] }`,
    says: /managementEgressCidrs/,
  },
])('an installation file that $why is refused by name', ({ text, says }) => {
  const file = join(folder, text === undefined ? 'missing' : 'bad')
  if (text !== undefined) writeFileSync(file, text)
  expect(() => readInstallation(file)).toThrow(says)
})
