import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { noBacking } from '../service/backing.ts'
import { createMemoryCluster } from '../test/memory-cluster.ts'
import { memorySecretStore } from '../test/memory-secret-store.ts'
import { kindOf, testAccount } from '../test/test-account.ts'
import { testEks } from '../test/test-cluster.ts'
import { testProvider } from '../test/test-provider.ts'
import { refreshPeriodMs } from './cluster-auth.ts'
import { reconcileManaged } from './reconcile.ts'

const { signal } = new AbortController()
const minutes = (count: number) => count * 60_000

const world = async () => {
  let isRestarting = false
  const aws = testAccount(0, [], undefined, () => (isRestarting ? { state: 'starting' } : noBacking))
  const restarting = (now: boolean) => {
    isRestarting = now
  }
  const cluster = createMemoryCluster()
  const inCluster = { ...memorySecretStore(), read: async () => secretText('endpoint') }
  const secretText = (key: string) => {
    const text = cluster.readSecret('kubeconfig')?.data?.[key]
    return text && Buffer.from(text, 'base64').toString()
  }
  const provider = testProvider(aws, cluster, { secretStore: inCluster })
  cluster.put(kindOf('ClusterAuth'), 'auth', {
    forProvider: { region: 'ap-northeast-1', clusterName: 'c' },
    writeConnectionSecretToRef: { name: 'kubeconfig' },
  })
  const look = () => reconcileManaged(provider)('ClusterAuth/ns/auth', signal)
  const token = () => parse(secretText('kubeconfig') ?? '').users[0].user.token as string
  const says = () =>
    Object.fromEntries(
      (cluster.read('ClusterAuth', 'auth')?.status?.conditions ?? []).map((one) => [one.type, one.reason]),
    )
  return { ...aws, restarting, eks: await testEks(aws), cluster, provider, look, token, secretText, says }
}

describe('ClusterAuth', () => {
  test('writes a kubeconfig whose token shows the provider to that cluster', async () => {
    const { eks, look, token, secretText, provider, says } = await world()
    const { attributes } = await eks.makeCluster()
    expect(await look()).toEqual({ kind: 'again', afterMs: minutes(1) })
    expect(says()).toEqual({ Ready: 'Available', Synced: 'ReconcileSuccess' })
    expect(secretText('endpoint')).toBe(attributes['endpoint'])
    expect(parse(secretText('kubeconfig') ?? '')).toMatchObject({
      'current-context': 'c',
      clusters: [{ name: 'c', cluster: { server: attributes['endpoint'] } }],
    })
    expect(provider.tokens.principalOf('c', token())).toBe('arn:aws:iam::111122223333:role/crossplane-provider-aws')
    expect(provider.tokens.principalOf('d', token())).toBeUndefined()
  })

  test('signs anew after ten minutes, and not before; the old token still works then', async () => {
    const { eks, look, token, provider, clock } = await world()
    await eks.makeCluster()
    await look()
    const first = token()
    await clock.advance(minutes(10) - 1)
    await look()
    expect(token()).toBe(first)
    await clock.advance(1)
    await look()
    expect(token()).not.toBe(first)
    expect(provider.tokens.principalOf('c', first)).toBeDefined()
    await clock.advance(minutes(5))
    expect(provider.tokens.principalOf('c', first)).toBeUndefined()
  })

  test('writes at once when somebody took the secret away', async () => {
    const { eks, look, cluster, token } = await world()
    await eks.makeCluster()
    await look()
    const there = cluster.readSecret('kubeconfig')
    if (there) cluster.putSecret({ ...there, data: {} })
    await look()
    expect(token()).toMatch(/^k8s-aws-v1\./)
  })

  test('says that all is well again as soon as what runs behind the cluster is found again, not at the next signature', async () => {
    const { eks, look, says, token, restarting } = await world()
    await eks.makeCluster()
    await look()
    const first = token()
    restarting(true)
    await look()
    expect(says()).toEqual({ Ready: 'Creating', Synced: 'ReconcileError' })
    restarting(false)
    await look()
    expect(says()).toEqual({ Ready: 'Available', Synced: 'ReconcileSuccess' })
    expect(token()).toBe(first)
  })

  test('waits for the cluster, and says so', async () => {
    const { look, says, cluster } = await world()
    await look()
    expect(says()).toEqual({ Ready: 'Creating', Synced: 'ReconcileError' })
    expect(cluster.read('ClusterAuth', 'auth')?.status?.conditions?.[1]?.message).toContain(
      'ResourceNotFoundException: No cluster found for name: c.',
    )
  })

  test('is gone when it is deleted, and AWS never heard of it', async () => {
    const { eks, look, cluster, entries } = await world()
    await eks.makeCluster()
    await look()
    cluster.delete('ClusterAuth', 'auth')
    await look()
    expect(cluster.read('ClusterAuth', 'auth')).toBeUndefined()
    expect(JSON.stringify(entries)).not.toMatch(/ClusterAuth|k8s-aws-v1/)
  })
})

test.each([
  { why: 'ten minutes are usual', text: undefined, period: minutes(10) },
  { why: 'Go writes minutes so', text: '5m0s', period: minutes(5) },
  { why: 'or in seconds', text: '90s', period: 90_000 },
  { why: 'more than ten minutes are not given', text: '1h', period: minutes(10) },
])('a refresh period: $why', ({ text, period }) => expect(refreshPeriodMs(text)).toBe(period))
