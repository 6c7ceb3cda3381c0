import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig, readInstallation } from './config.ts'

test.each([
  {
    why: 'nothing is said: the defaults of a pod',
    args: [],
    env: {},
    config: {
      httpAddress: { host: '0.0.0.0', port: 8080 },
      kubeconfig: undefined,
      installation: '/etc/taskplatform/installation.yaml',
      workers: 4,
      logLevel: 'info',
    },
  },
  {
    why: 'a flag overrules the environment',
    args: ['--kubeconfig', 'mine', '--installation', 'ours', '--http-address', '127.0.0.1:9000', '--workers', '2'],
    env: { KUBECONFIG: 'other', TASKPLATFORM_INSTALLATION: 'theirs' },
    config: {
      httpAddress: { host: '127.0.0.1', port: 9000 },
      kubeconfig: 'mine',
      installation: 'ours',
      workers: 2,
      logLevel: 'info',
    },
  },
  { why: 'help is asked for', args: ['--help'], env: {}, config: 'help' },
])('configuration when $why', ({ args, env, config }) => expect(readConfig(args, env)).toEqual(config))

test('every fault is told at once', () => {
  expect(() => readConfig(['--http-address', 'here', '--workers', '0'], {})).toThrow(/httpAddress[\s\S]*workers/)
  expect(() => readConfig(['--wrokers', '2'], {})).toThrow(/--wrokers/)
})

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
    read: { providerPrincipalArn: principal, managementEgressCidrs: [], privateAccess: false },
  },
  {
    why: 'it is JSON',
    text: JSON.stringify({
      providerPrincipalArn: principal,
      managementEgressCidrs: ['198.51.100.0/24'],
      privateAccess: true,
    }),
    read: { providerPrincipalArn: principal, managementEgressCidrs: ['198.51.100.0/24'], privateAccess: true },
  },
])('the installation when $why', ({ text, read }) => {
  const file = join(folder, 'installation')
  writeFileSync(file, text)
  expect(readInstallation(file)).toEqual(read)
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
