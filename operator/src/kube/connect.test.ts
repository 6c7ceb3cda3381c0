import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { useFakeApiServer } from '../../test/fake-apiserver/fixture.ts'
import { type ConnectSource, connect } from './connect.ts'

const given = useFakeApiServer()
let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kubeconfig-'))
})
afterEach(() => rm(directory, { recursive: true }))

const ask = async (source: ConnectSource) => {
  const connection = connect(source, { clock: given.clock, userAgent: 'test/1', random: () => 0 })
  try {
    return await connection.client.raw('GET', '/readyz', { signal: given.signal })
  } finally {
    await connection.close()
  }
}

const base64 = (text: string) => Buffer.from(text).toString('base64')
const lastHeaders = () => given.server.requests.at(-1)?.headers

describe('credentials', () => {
  test.each([
    { why: 'a token', user: { token: 'abc' }, headers: { authorization: 'Bearer abc', 'user-agent': 'test/1' } },
    {
      why: 'a name and password',
      user: { username: 'u', password: 'p' },
      headers: { authorization: `Basic ${base64('u:p')}` },
    },
    { why: 'on behalf of a user', user: { token: 'abc', as: 'alice' }, headers: { 'impersonate-user': 'alice' } },
  ])('$why', async ({ user, headers }) => {
    await ask({ kubeconfigText: given.server.kubeconfig(user) })
    expect(lastHeaders()).toMatchObject(headers)
  })

  test('a client certificate', async () => {
    const { cert, key } = given.certificates.client
    const user = { 'client-certificate-data': base64(cert), 'client-key-data': base64(key) }
    await ask({ kubeconfigText: given.server.kubeconfig(user) })
    expect(given.server.peers()).toContain('tester')
    expect(lastHeaders()).not.toHaveProperty('authorization')
  })

  test('files next to the kubeconfig, the token read again every minute', async () => {
    const path = join(directory, 'config')
    await writeFile(join(directory, 'token'), 'one\n')
    await writeFile(join(directory, 'ca.crt'), given.certificates.ca)
    await writeFile(
      path,
      given.server.kubeconfig(
        { tokenFile: 'token' },
        { 'certificate-authority-data': undefined, 'certificate-authority': 'ca.crt' },
      ),
    )
    const connection = connect({ kubeconfigPath: path }, { clock: given.clock, userAgent: 'test/1' })
    const seen = []
    for (const step of [0, 59_000, 1_000]) {
      await given.clock.advance(step)
      await connection.client.raw('GET', '/readyz', { signal: given.signal })
      seen.push(lastHeaders()?.authorization)
      await writeFile(join(directory, 'token'), 'two\n')
    }
    await connection.close()
    expect(seen).toEqual(['Bearer one', 'Bearer one', 'Bearer two'])
  })

  test('a pod and its service account', async () => {
    await writeFile(join(directory, 'token'), 'pod-token')
    await writeFile(join(directory, 'ca.crt'), given.certificates.ca)
    const [host = '', port = ''] = given.connection.host.split(':')
    await ask({ inCluster: { host, port, directory } })
    expect(lastHeaders()).toMatchObject({ authorization: 'Bearer pod-token' })
  })
})

describe('trust', () => {
  test.each([
    { why: 'another name of the server', cluster: { 'tls-server-name': 'kube.test' } },
    {
      why: 'no check at all, if told so',
      cluster: { 'certificate-authority-data': undefined, 'insecure-skip-tls-verify': true },
    },
  ])('$why', async ({ cluster }) => {
    expect(await ask({ kubeconfigText: given.server.kubeconfig({ token: 'abc' }, cluster) })).toBe('ok')
  })

  test.each([
    {
      why: 'a server whose authority is unknown is not talked to',
      cluster: { 'certificate-authority-data': undefined },
    },
    { why: 'a server of another name is not talked to', cluster: { 'tls-server-name': 'other.test' } },
  ])('$why', async ({ cluster }) => {
    const connection = connect(
      { kubeconfigText: given.server.kubeconfig({ token: 'abc' }, cluster) },
      { clock: given.clock, userAgent: 'test/1' },
    )
    const creation = connection.client.raw('POST', '/api', { body: {}, signal: given.signal })
    await expect(creation).rejects.toThrow(/Check the certificate authority and the server name/)
    await connection.close()
    expect(given.server.requests).toHaveLength(0)
  })
})

describe('a kubeconfig that cannot be used', () => {
  const text = (change: object) => JSON.stringify({ ...JSON.parse(given.server.kubeconfig()), ...change })

  test.each([
    { why: 'no YAML', make: () => '{ users: [ token: canary', complaint: 'not a YAML mapping' },
    { why: 'no such context', make: () => text({ 'current-context': 'prod' }), complaint: 'has no context "prod"' },
    { why: 'no such cluster', make: () => text({ clusters: [] }), complaint: 'names cluster "test"' },
    { why: 'no such user', make: () => text({ users: [] }), complaint: 'names user "tester"' },
    { why: 'an entry without a name', make: () => text({ clusters: [{}] }), complaint: 'clusters[0].name is missing' },
    {
      why: 'an exec plugin',
      make: () => given.server.kubeconfig({ exec: { command: 'aws' } }),
      complaint: 'exec plugin of user "tester" is not supported',
    },
    {
      why: 'an auth provider',
      make: () => given.server.kubeconfig({ 'auth-provider': { name: 'gcp' } }),
      complaint: 'auth-provider',
    },
    {
      why: 'a proxy',
      make: () => given.server.kubeconfig({ token: 'canary' }, { 'proxy-url': 'http://p' }),
      complaint: 'proxy-url',
    },
    {
      why: 'half a client certificate',
      make: () => given.server.kubeconfig({ 'client-key-data': base64('canary') }),
      complaint: 'both a client certificate and its key',
    },
    ...[
      { why: 'a key', user: { 'client-key': '/etc/key' } },
      { why: 'a token', user: { tokenFile: '/var/run/secrets/kubernetes.io/serviceaccount/token' } },
      {
        why: 'a CA',
        user: {},
        cluster: { 'certificate-authority-data': undefined, 'certificate-authority': '/etc/ca' },
      },
    ].map(({ why, user, cluster }) => ({
      why: `a text that would have us read ${why} from our own files`,
      make: () => given.server.kubeconfig(user, cluster),
      complaint: 'names a file, which only one that is a file itself may',
    })),
  ])('$why', ({ make, complaint }) => {
    const attempt = () => connect({ kubeconfigText: make() }, { clock: given.clock, userAgent: 'test/1' })
    expect(attempt).toThrow(complaint)
    expect(attempt).not.toThrow('canary')
  })

  test('a file in it that is not there', async () => {
    const path = join(directory, 'config')
    await writeFile(path, given.server.kubeconfig({ 'client-key': 'nowhere/key' }))
    const attempt = () => connect({ kubeconfigPath: path }, { clock: given.clock, userAgent: 'test/1' })
    expect(attempt).toThrow('nowhere/key: check that it exists')
  })
})
