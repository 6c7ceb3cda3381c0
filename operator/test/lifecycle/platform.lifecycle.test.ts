import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { User } from '@taskplatform/bootstrap/local/layout'
import { partNames } from '@taskplatform/bootstrap/local/parts/names'
import { type Stack, startStack } from '@taskplatform/bootstrap/local/stack'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { layerNames } from '../../src/core/layer-names.ts'
import { network as networkLayer } from '../../src/core/layers/network.ts'
import { type Connection, connect } from '../../src/kube/connect.ts'
import { realClock } from '../../src/runtime/clock.ts'
import { creationsIn } from './aws-log.ts'
import { platformIn } from './cluster.ts'

const development = { profile: 'Development', region: 'ap-northeast-1' }
const grown = { ...development, network: { availabilityZones: 3, natGateways: 'PerZone' } }
const production = {
  profile: 'Production',
  region: 'eu-west-1',
  deletionProtection: false,
  // without protection Production breaks two rules, and is made only if somebody answers for it
  compliance: {
    exceptions: ['EKS-07', 'RDS-05'].map((rule) => ({
      rule,
      owner: 'tests',
      reason: 'deleted in a moment',
      expires: '2099-12-31',
    })),
  },
  hostname: 'tasks.example.com',
  dns: { hostedZoneId: 'Z0123456789' },
}

let stack: Stack
let connection: Connection
const ended = new AbortController()

beforeAll(async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'taskplatform-lifecycle-'))
  stack = await startStack({ stateDir, parts: partNames, timeScale: 0 })
  connection = connect({ kubeconfigPath: stack.kubeconfigPath }, { clock: realClock, userAgent: 'lifecycle-test' })
})

afterAll(async () => {
  ended.abort(new Error('the tests have ended'))
  await connection?.close()
  await stack?.remove()
})

const platform = (namespace: string) => platformIn(connection.client, namespace, ended.signal)

/** Does something as somebody else. */
async function withUser<T>(user: User, use: (connection: Connection) => Promise<T>): Promise<T> {
  const other = connect({ kubeconfigPath: stack.kubeconfigOf(user) }, { clock: realClock, userAgent: 'lifecycle-test' })
  try {
    return await use(other)
  } finally {
    await other.close()
  }
}

const namesOf = (objects: readonly { metadata: { name: string } }[]) =>
  objects.map(({ metadata }) => metadata.name).sort()

/** Each managed resource with the thing in AWS that it stands for. */
const identities = (objects: Awaited<ReturnType<ReturnType<typeof platformIn>['managed']>>) =>
  new Map(
    objects.map(({ kind, metadata }) => [
      `${kind}/${metadata.name}`,
      metadata.annotations?.['crossplane.io/external-name'],
    ]),
  )

test('a Development platform has two zones with one NAT gateway, and says so', async () => {
  const tasks = platform('development')
  await tasks.apply(development)
  const { status } = await tasks.ready()

  expect(status?.network?.vpcId).toMatch(/^vpc-[0-9a-f]{17}$/)
  expect(status?.network?.privateSubnetIds).toHaveLength(2)
  expect(status?.resolved?.network).toEqual({ cidr: '10.0.0.0/16', zones: ['ap-northeast-1a', 'ap-northeast-1c'] })
  expect(await tasks.managed('Subnet')).toHaveLength(6)
  expect(await tasks.managed('NATGateway')).toHaveLength(1)
  expect(await tasks.managed('FlowLog')).toHaveLength(0)
  expect(status?.conditions?.filter(({ status }) => status === 'Unknown')).toEqual([])
})

test('a third zone and more NAT gateways are added, and nothing that stood is replaced', async () => {
  const tasks = platform('development')
  const before = identities(await tasks.managed('Subnet'))

  await tasks.apply(grown)
  await tasks.ready()
  const after = identities(await tasks.managed('Subnet'))
  expect(after.size).toBe(9)
  expect([...before].filter(([name, id]) => after.get(name) !== id)).toEqual([])
  expect(await tasks.managed('NATGateway')).toHaveLength(3)
})

test('an edit of what exists is Ready only when AWS has it', async () => {
  const tasks = platform('development')
  await tasks.apply({ ...grown, aws: { tags: { team: 'tasks' } } })
  await tasks.ready()
  const tags = (await tasks.managed('Subnet')).map(({ status }) => status?.atProvider?.['tags'])
  expect(tags).toHaveLength(9)
  for (const each of tags) expect(each).toMatchObject({ team: 'tasks' })
})

test('endpoints are added and taken away again', async () => {
  const tasks = platform('development')
  await tasks.apply({ ...grown, network: { ...grown.network, interfaceEndpoints: true } })
  await tasks.ready()
  expect(await tasks.managed('VPCEndpointSubnetAssociation')).toHaveLength(15)

  await tasks.apply(grown)
  await tasks.wait(
    'the endpoints to be gone',
    async () => (await tasks.managed('VPCEndpointSubnetAssociation')).length === 0,
  )
  const { status } = await tasks.ready()
  expect(status?.layers?.map(({ name }) => name)).toEqual(layerNames.filter((name) => name !== 'Endpoints'))
})

test('an edit of a composite by somebody else is put right', async () => {
  const tasks = platform('development')
  const key = { namespace: 'development', name: 'tasks-network' }
  const edit = { spec: { tags: { stranger: 'was here' } } }
  await connection.client.mergePatch(networkLayer.resource, key, edit, {
    fieldManager: 'stranger',
    signal: ended.signal,
  })
  await tasks.wait('the composite to be put right', async () => {
    const network = await connection.client.get<{ spec: { tags?: object } }>(networkLayer.resource, key, {
      signal: ended.signal,
    })
    return network !== undefined && !('stranger' in (network.spec.tags ?? {}))
  })
  await tasks.ready()
})

test('a composite stays ours when its label is taken off, and gets it back', async () => {
  const tasks = platform('development')
  await tasks.ready()
  const key = { namespace: 'development', name: 'tasks-network' }
  const edit = { metadata: { labels: { 'taskplatform.dev/platform': null } } }
  await connection.client.mergePatch(networkLayer.resource, key, edit, { signal: ended.signal })
  await tasks.wait('the label to be put back', async () => {
    const network = await tasks.network()
    return network?.metadata.labels?.['taskplatform.dev/platform'] === 'tasks'
  })
  await tasks.ready()
})

test('a composite that somebody made by hand under our name is not touched, and the platform says so', async () => {
  const tasks = platform('taken')
  const spec = {
    region: 'ap-northeast-1',
    cidr: '10.9.0.0/16',
    availabilityZones: ['ap-northeast-1a', 'ap-northeast-1c'],
  }
  const metadata = { namespace: 'taken', name: 'tasks-network' }
  await tasks.namespace()
  await connection.client.create(
    networkLayer.resource,
    { apiVersion: 'aws.taskplatform.dev/v1alpha1', kind: 'PlatformNetwork', metadata, spec },
    { signal: ended.signal },
  )
  await tasks.apply(development)
  await tasks.says('Stalled', /PlatformNetwork tasks-network exists and does not belong to this platform/)
  await tasks.remove()
  await tasks.gone()
  expect((await tasks.network())?.metadata.deletionTimestamp).toBeUndefined()
})

test('a managed resource is deleted by nobody else; one that is gone for all that is made again', async () => {
  const tasks = platform('development')
  await tasks.ready()
  const [route] = await tasks.managed('Route')
  if (!route) throw new Error('a network has routes')
  const kind = { group: 'ec2.aws.m.upbound.io', version: 'v1beta1', kind: 'Route', plural: 'routes', namespaced: true }
  const deletion = (by: Connection) => by.client.remove(kind, route.metadata, { signal: ended.signal })
  await expect(deletion(connection)).rejects.toThrow(/change the spec of the TaskPlatform, or delete the TaskPlatform/)
  await withUser('crossplane', deletion)
  await tasks.wait('the route to be made again', async () => {
    const again = (await tasks.managed('Route')).find(({ metadata }) => metadata.name === route.metadata.name)
    return again !== undefined && again.metadata.uid !== route.metadata.uid
  })
  await tasks.ready()
})

test('a suspended platform is left alone', async () => {
  const tasks = platform('refused')
  await tasks.apply({ ...development, region: 'us-east-1', suspend: true })
  await tasks.says('Paused', /suspend is false/)
  expect(await tasks.network()).toBeUndefined()
})

test('until it is not; then what AWS refuses reaches the conditions in its own words, and heals when AWS does', async () => {
  const faults = `http://127.0.0.1:${stack.ports.twinHealth}/faults`
  const body = JSON.stringify([{ type: 'quotas', quotas: { elasticIpsPerRegion: 0 } }])
  expect((await fetch(faults, { method: 'PUT', body, headers: { 'content-type': 'application/json' } })).ok).toBe(true)
  const tasks = platform('refused')
  await tasks.apply({ ...development, region: 'us-east-1', suspend: false })
  const refused = await tasks.says('NetworkReady', /EIP tasks-network-eip-us-east-1a: .*AddressLimitExceeded/)
  expect(refused).toMatchObject({ status: 'False', reason: 'Failed' })
  expect(refused.message).not.toMatch(/request ?id/i)

  expect((await fetch(faults, { method: 'DELETE' })).ok).toBe(true)
  await tasks.ready()
})

test('a Production platform without protection is not made unless somebody answers for it', async () => {
  const tasks = platform('unanswered')
  await tasks.apply({ ...production, compliance: { exceptions: [] } })
  await tasks.says('Stalled', /nothing is made, because it would break EKS-07 .*RDS-05/)
  const { status } = (await tasks.get()) ?? {}
  expect(status?.compliance?.findings?.map(({ rule, kind }) => `${rule} ${kind}`)).toEqual([
    'EKS-07 Cluster',
    'RDS-05 Instance',
  ])
  expect(await tasks.network()).toBeUndefined()

  await tasks.apply(production)
  const answered = async () => (await tasks.get())?.status?.compliance?.excepted === 2
  await tasks.wait('the two exceptions to be counted', answered)
  expect((await tasks.get())?.status?.compliance).toMatchObject({ failed: 0, excepted: 2 })
  await tasks.wait('the network to be made', tasks.network)
})

test('what is only half made is taken down again', async () => {
  const tasks = platform('unanswered')
  await tasks.remove()
  await tasks.gone()
  expect(namesOf(await tasks.managed())).toEqual([])
})

test('a protected platform is not deleted, nor is its namespace, and it is said what to do', async () => {
  const tasks = platform('development')
  await tasks.apply({ ...grown, deletionProtection: true })
  await tasks.ready()
  await expect(tasks.remove()).rejects.toThrow(/set spec.deletionProtection to false first/)
  await expect(tasks.removeNamespace()).rejects.toThrow(/delete the platforms first/)
  expect((await tasks.get())?.metadata.deletionTimestamp).toBeUndefined()
})

test('protection that comes when the deletion has been accepted holds that up, and what stands stays', async () => {
  const tasks = platform('development')
  const paused = (value: string | null) => tasks.annotate({ 'taskplatform.dev/paused': value })
  await paused('true')
  await tasks.apply({ ...grown, deletionProtection: false })
  await tasks.remove()
  await tasks.apply({ ...grown, deletionProtection: true })
  await paused(null)
  await tasks.says('Stalled', /spec.deletionProtection to false/)
  expect(await tasks.network()).toBeDefined()
  await tasks.apply({ ...grown, deletionProtection: false })
  await tasks.gone()
})

test('a namespace can be deleted when its last platform is gone', async () => {
  const tasks = platform('development')
  await tasks.wait('the namespace to be let go', () => tasks.removeNamespace().then(() => true, isStillRefused))
})

// admission still holds the namespace for the moment that it takes to hear of the deletion
const isStillRefused = (error: unknown): false => {
  expect(String(error)).toMatch(/holds a TaskPlatform/)
  return false
}

/** Every part with a process, in an order in which each is killed while the others have something to do for it. */
const killable = [
  'operator',
  'twin',
  'function',
  'crossplane',
  'kube-controller-manager',
  'kube-apiserver',
  'etcd',
] as const

test('a kill -9 of every part, one after the other while ten layers are made, loses nothing and makes nothing twice', async () => {
  const tasks = platform('killed')
  await tasks.apply(development)
  for (const [index, part] of killable.entries()) {
    const more = 10 + 20 * index
    await tasks.wait(
      `${more} managed resources before ${part} is killed`,
      async () => (await tasks.managed()).length > more,
    )
    await stack.kill(part)
    await stack.ready(part)
  }
  await tasks.ready()
  const creations = await creationsIn('killed', stack.stateDir)
  // a ClusterAuth makes tokens, and nothing in AWS
  const inAws = (await tasks.managed()).filter(({ kind }) => kind !== 'ClusterAuth')
  expect(creations.size).toBe(inAws.length)
  expect([...creations].filter(([, count]) => count > 1)).toEqual([])
  const ids = [...identities(await tasks.managed()).values()]
  expect(ids.filter((id) => id === undefined)).toEqual([])
})

test('nor does a kill -9 of every part while they are taken down', async () => {
  const tasks = platform('killed')
  const all = (await tasks.managed()).length
  await tasks.remove()
  for (const [index, part] of killable.entries()) {
    const fewer = all - 10 - 20 * index
    await tasks.wait(
      `${fewer} managed resources before ${part} is killed`,
      async () => (await tasks.managed()).length < fewer,
    )
    await stack.kill(part)
    await stack.ready(part)
  }
  await tasks.gone()
  expect(namesOf(await tasks.managed())).toEqual([])
  expect(await tasks.notes('Drift')).toEqual([])
})
