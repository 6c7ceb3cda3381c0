import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectTo } from '@taskplatform/bootstrap/local/cluster'
import { type Stack, startStack } from '@taskplatform/bootstrap/local/stack'
import { until } from '@taskplatform/bootstrap/local/until'
import type { PlatformNetwork } from '@taskplatform/crds/layers/kinds'
import type { Connection } from '@taskplatform/operator/kube/connect'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { composedKinds } from '../src/composed-kinds.ts'
import type { ManagedResource } from '../src/managed-resource.ts'
import { ready } from './observed.ts'

const parts = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'install', 'function', 'crossplane'] as const

const networks = {
  group: 'aws.taskplatform.dev',
  version: 'v1alpha1',
  kind: 'PlatformNetwork',
  plural: 'platformnetworks',
  namespaced: true,
} as const

const namespace = 'team-tasks'
const key = { namespace, name: 'example-network' }
const signal = AbortSignal.timeout(280_000)

let stack: Stack
let connection: Connection

beforeAll(async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'compositions-crossplane-'))
  stack = await startStack({ stateDir, parts })
  connection = connectTo(stack.kubeconfigPath)
})
afterAll(async () => {
  await connection?.close()
  await stack?.remove()
})

const managed = async (): Promise<ManagedResource[]> => {
  const lists = await Promise.all(
    composedKinds.map((kind) => connection.client.list(kind, { namespace }, { signal }).then(({ items }) => items)),
  )
  return lists.flat() as unknown as ManagedResource[]
}

/** Does to every resource what the provider does when AWS has made it. */
const makeAll = async (): Promise<void> => {
  const all = await managed()
  for (const one of all) {
    const kind = composedKinds.find(({ kind }) => kind === one.kind)
    if (!kind) continue
    const { metadata, status } = ready(one, all)
    const place = { namespace, name: one.metadata.name }
    await connection.client.mergePatch(kind, place, { metadata: { annotations: metadata.annotations } }, { signal })
    await connection.client.mergePatch(kind, place, { status }, { subresource: 'status', signal })
  }
}

const network = () => connection.client.get<PlatformNetwork>(networks, key, { signal })

const condition = (one: PlatformNetwork | undefined, type: string) =>
  one?.status?.conditions?.find((each) => each.type === type)

const isReady = async () => condition(await network(), 'Ready')?.status === 'True'

test('a network applied by hand is composed, becomes Ready, and goes with everything that it made', async () => {
  const example = parse(await readFile(join(import.meta.dirname, '../network/examples/development.yaml'), 'utf8'))
  const wait = { deadlineMs: 60_000, signal }
  const applied = async () => {
    // Crossplane serves the kind a moment after the XRD is installed
    await connection.client.apply(networks, example, { fieldManager: 'kubectl', signal })
    return true
  }
  await until(() => applied().catch(() => false), { ...wait, what: 'PlatformNetwork to be served' })
  const resources = (count: number) =>
    until(async () => (await managed()).length === count, { ...wait, what: `${count} managed resources` })
  await resources(27)
  const unready = async () => condition(await network(), 'ResourcesReady')?.reason === 'Creating' && !(await isReady())
  await until(unready, { ...wait, what: 'the network to say that it is being made' })

  await makeAll()
  // the NAT gateway comes when the internet gateway is there
  await resources(28)
  await makeAll()
  await until(isReady, { ...wait, what: 'the network to be Ready' })
  const made = await network()
  expect(condition(made, 'ResourcesReady')).toMatchObject({ status: 'True', reason: 'Available' })
  expect(made?.status).toMatchObject({ vpcId: expect.stringMatching(/^vpc-/), vpcCidr: '10.0.0.0/16' })
  expect(made?.status?.privateSubnetIds).toHaveLength(2)
  expect(Object.keys(made?.status?.externalNames ?? {})).toHaveLength(28)

  await connection.client.remove(networks, key, { propagation: 'Foreground', signal })
  await until(async () => (await network()) === undefined, { ...wait, what: 'the network to be gone' })
  expect(await managed()).toEqual([])
})
