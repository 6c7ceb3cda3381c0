import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Stack, startStack } from '@taskplatform/bootstrap/local/stack'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { configMap, configMaps, seriesValue } from '../../test/fake-apiserver/fixture.ts'
import { createMemoryLog } from '../../test/memory/log.ts'
import { NotLeadingError } from '../errors.ts'
import { realClock as clock } from '../runtime/clock.ts'
import { createElector } from '../runtime/election/elector.ts'
import { probeApp } from '../runtime/http-server.ts'
import { createMetrics } from '../runtime/metrics.ts'
import { onlyForReaders } from '../runtime/metrics-access.ts'
import { accessReviewsOf } from './access-reviews.ts'
import type { KubeClient } from './client.ts'
import { type Connection, connect } from './connect.ts'
import { leaseOf, leases } from './lease.ts'
import { createReflector } from './reflector.ts'
import { apiVersionOf, type KubeObject, pathOf, type Resource } from './resource.ts'

const ending = new AbortController()
const { signal } = ending
const log = createMemoryLog()
let stack: Stack
let connection: Connection
let client: KubeClient

beforeAll(async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'taskplatform-standby-'))
  stack = await startStack({ stateDir, parts: ['etcd', 'kube-apiserver'] })
  connection = connect({ kubeconfigPath: stack.kubeconfigPath }, { clock, userAgent: 'test/1' })
  client = connection.client
})
afterAll(async () => {
  ending.abort()
  await connection?.close()
  await stack?.remove()
})

describe('leader election by a Lease of the real API server', () => {
  const times = { leaseMs: 6_000, renewMs: 4_500, retryMs: 1_000 }
  const key = { namespace: 'default', name: 'election' }

  /** A process with its election, and a client behind its fence. */
  const process = (identity: string) => {
    const elector = createElector({ lease: leaseOf({ client, key, clock, log }), identity, ...times, clock, log })
    const { fence } = elector
    const fenced = connect({ kubeconfigPath: stack.kubeconfigPath }, { clock, userAgent: identity, fence })
    const write = () =>
      fenced.client.apply(configMaps, configMap(identity), { fieldManager: identity, force: true, signal })
    return { elector, write, close: fenced.close }
  }
  const stored = () =>
    client.get<KubeObject & { spec: { holderIdentity?: string; leaseTransitions: number } }>(leases, key, { signal })

  test('one writes and the other stands by, takes over a Lease that is given back at once, and one that is let run out', async () => {
    const [one, two, three] = [process('one'), process('two'), process('three')]
    await one.elector.acquire(signal)
    const held = one.elector.hold()
    await one.write()
    const taking = two.elector.acquire(signal)
    await expect(two.write()).rejects.toThrow(NotLeadingError)

    const releasedAt = performance.now()
    await one.elector.release()
    await held
    await taking
    expect(performance.now() - releasedAt).toBeLessThan(4_000)
    await two.write()
    await expect(one.write()).rejects.toThrow()
    expect((await stored())?.spec).toMatchObject({ holderIdentity: 'two', leaseTransitions: 1 })

    // two never renews: it dies here
    const diedAt = performance.now()
    await three.elector.acquire(signal)
    expect(performance.now() - diedAt).toBeGreaterThan(4_000)
    await expect(two.write()).rejects.toThrow(NotLeadingError)
    await three.write()
    await three.elector.release()
    expect((await stored())?.spec.holderIdentity).toBeUndefined()
    await Promise.all([one, two, three].map(({ close }) => close()))
  })
})

describe('metrics for readers that the real API server knows', () => {
  const core = (kind: string, plural: string): Resource => ({
    group: '',
    version: 'v1',
    kind,
    plural,
    namespaced: true,
  })
  const rbac = (kind: string, plural: string): Resource => ({
    group: 'rbac.authorization.k8s.io',
    version: 'v1',
    kind,
    plural,
    namespaced: false,
  })
  const make = (resource: Resource, object: KubeObject & Readonly<Record<string, unknown>>) =>
    client.create(resource, { apiVersion: apiVersionOf(resource), kind: resource.kind, ...object }, { signal })

  /** A token of a new service account. */
  const tokenOf = async (name: string): Promise<string> => {
    const accounts = core('ServiceAccount', 'serviceaccounts')
    await make(accounts, { metadata: { name, namespace: 'default' } })
    const path = pathOf(accounts, { namespace: 'default', name, subresource: 'token' })
    const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} }
    const answer = (await client.raw('POST', path, { body, signal })) as { status: { token: string } }
    return answer.status.token
  }

  test('200 for whom a role lets get /metrics, 403 for another account, 401 for a forged token', async () => {
    const [reader, other] = [await tokenOf('reader'), await tokenOf('other')]
    const rules = [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }]
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'metrics-reader' }
    const subjects = [{ kind: 'ServiceAccount', name: 'reader', namespace: 'default' }]
    await make(rbac('ClusterRole', 'clusterroles'), { metadata: { name: 'metrics-reader' }, rules })
    await make(rbac('ClusterRoleBinding', 'clusterrolebindings'), {
      metadata: { name: 'metrics-reader' },
      roleRef,
      subjects,
    })
    const statusFor = async (token: string): Promise<number> => {
      // nothing remembered: the role takes a moment to be known
      const guard = onlyForReaders({ reviews: accessReviewsOf(client), clock, log })
      const app = probeApp({ metrics: createMetrics({ process: false }), guard, healthy: [], ready: [] })
      return (await app.request('/metrics', { headers: { authorization: `Bearer ${token}` } })).status
    }
    await vi.waitFor(async () => expect(await statusFor(reader)).toBe(200), { timeout: 10_000 })
    expect(await statusFor(other)).toBe(403)
    expect(await statusFor(`${reader.slice(0, -8)}AAAAAAAA`)).toBe(401)
  })
})

test('the real API server streams the first list', async () => {
  const metrics = createMetrics({ process: false })
  const requests: string[] = []
  const counting = {
    list: (...[resource, query, options]: Parameters<KubeClient['list']>) => {
      requests.push('list')
      return client.list<ReturnType<typeof configMap>>(resource, query, options)
    },
    watch: (...[resource, query, options]: Parameters<KubeClient['watch']>) => {
      requests.push('sendInitialEvents' in query ? 'streaming list' : 'watch')
      return client.watch<ReturnType<typeof configMap>>(resource, query, options)
    },
  } as unknown as Pick<KubeClient, 'list' | 'watch'>
  const stop = new AbortController()
  for (const name of ['first', 'second']) await client.create(configMaps, configMap(name), { signal })
  const reflector = createReflector({
    client: counting,
    resource: configMaps,
    namespace: 'default',
    log,
    clock,
    metrics,
  })
  const running = reflector.run(stop.signal)
  await reflector.synced(signal)
  expect(reflector.store.keys()).toEqual(expect.arrayContaining(['default/first', 'default/second']))
  const written = await client.create<KubeObject>(configMaps, configMap('third'), { signal })
  await vi.waitFor(() => expect(reflector.reached()).toBe(written.metadata?.resourceVersion))
  expect(requests).toEqual(['streaming list'])
  expect(await seriesValue(metrics, 'reflector_relists_total{resource="configmaps",reason="initial"}')).toBe(1)
  stop.abort()
  await running
})
