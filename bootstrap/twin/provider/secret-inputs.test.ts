import { describe, expect, test } from 'vitest'
import { memoryVault } from '../service/vault.ts'
import { createMemoryCluster } from '../test/memory-cluster.ts'
import { memorySecretStore } from '../test/memory-secret-store.ts'
import { kindOf, testAccount } from '../test/test-account.ts'
import { testProvider } from '../test/test-provider.ts'
import { reconcileManaged } from './reconcile.ts'

const region = 'ap-northeast-1'
const { signal } = new AbortController()

const world = () => {
  const aws = testAccount()
  const cluster = createMemoryCluster()
  const secrets = new Map<string, string>()
  const vault = memoryVault()
  const look = reconcileManaged(testProvider(aws, cluster, { vault, secretStore: memorySecretStore(secrets) }))
  const group = (more: object = {}) => ({
    forProvider: {
      region,
      description: 'cache',
      nodeType: 'cache.t3.small',
      transitEncryptionEnabled: true,
      authTokenSecretRef: { name: 'token', key: 'token' },
      ...more,
    },
  })
  const found = () => aws.account.list().find(({ kind }) => kind === 'ReplicationGroup')
  const tokens = () => ((found()?.attributes['authTokens'] ?? []) as string[]).map(vault.open)
  const put = (more: object = {}) => cluster.put(kindOf('ReplicationGroup'), 'cache', group(more))
  return { ...aws, cluster, secrets, put, tokens, look: () => look('ReplicationGroup/ns/cache', signal) }
}

describe('a token out of a Kubernetes secret', () => {
  test('goes to AWS, and into no log and no status', async () => {
    const all = world()
    all.secrets.set('token/token', 'a-token-of-the-user')
    all.put()
    await all.look()
    expect(all.tokens()).toEqual(['a-token-of-the-user'])
    const seen = JSON.stringify([all.entries, all.cluster.read('ReplicationGroup', 'cache')])
    expect(seen).not.toContain('a-token-of-the-user')
    expect(all.cluster.read('ReplicationGroup', 'cache')?.status?.atProvider).not.toHaveProperty('authToken')
  })

  test('is made up and written there when the object asks for it, once', async () => {
    const all = world()
    all.put({ autoGenerateAuthToken: true })
    await all.look()
    expect(all.secrets.get('token/token')).toBe('madeUpByTheProvider')
    expect(all.tokens()).toEqual(['madeUpByTheProvider'])
    await all.look()
    expect(all.entries.map(({ op }) => op)).toEqual(['created'])
  })

  test('is rotated, and then set', async () => {
    const all = world()
    all.secrets.set('token/token', 'old')
    all.put({ authTokenUpdateStrategy: 'ROTATE' })
    await all.look()
    all.secrets.set('token/token', 'new')
    await all.look()
    expect(all.tokens()).toEqual(['old', 'new'])
    all.cluster.edit('ReplicationGroup', 'cache', { spec: { forProvider: { authTokenUpdateStrategy: 'SET' } } })
    await all.look()
    expect(all.tokens()).toEqual(['new'])
  })

  test('that is missing leaves the argument open', async () => {
    const all = world()
    all.put()
    await all.look()
    expect(all.tokens()).toEqual([])
  })
})
