import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isNotFound } from '@taskplatform/operator/kube/errors'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectTo } from './cluster.ts'
import { kinds } from './install/resources.ts'
import { findMarked } from './process/marks.ts'
import { type Stack, startStack } from './stack.ts'
import { until } from './until.ts'

const { signal } = new AbortController()
const parts = ['etcd', 'kube-apiserver', 'kube-controller-manager'] as const
const configMap = { group: '', version: 'v1', kind: 'ConfigMap', plural: 'configmaps', namespaced: true }

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ stateDir: await mkdtemp(join(tmpdir(), 'taskplatform-stack-')), parts, auditLog: true })
})
afterAll(() => stack?.remove())

const withClient = async <T>(
  user: Parameters<Stack['kubeconfigOf']>[0],
  use: (client: ReturnType<typeof connectTo>['client']) => Promise<T>,
) => {
  const { client, close } = connectTo(stack.kubeconfigOf(user))
  try {
    return await use(client)
  } finally {
    await close()
  }
}

const named = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' } })

test.each(['twin', 'crossplane'] as const)('%s may write, and the audit log tells that it did', async (user) => {
  await withClient(user, (client) => client.create(configMap, named(`by-${user}`), { signal }))
  const events = (await readFile(stack.auditLogPath, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const writers = events.filter(({ verb, objectRef }) => verb === 'create' && objectRef?.name === `by-${user}`)
  expect(writers.map((event) => event.user.username)).toEqual([user])
})

test.each([
  { user: 'system:kube-controller-manager', may: 'has no right of its own', resource: configMap },
  { user: 'taskplatform-operator', may: 'has just the roles that it is shipped with', resource: kinds.namespace },
] as const)('authorization is on: $user $may', async ({ user, resource }) => {
  const write = withClient(user, (client) => client.create(resource, named('no'), { signal }))
  await expect(write).rejects.toMatchObject({ status: 403 })
})

test('what depends on an object goes with it: the garbage collector works', async () => {
  await withClient('admin', async (client) => {
    const owner = await client.create(configMap, named('owner'), { signal })
    const ownerReferences = [
      { apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: String((owner.metadata as { uid?: string }).uid) },
    ]
    const child = named('child')
    await client.create(configMap, { ...child, metadata: { ...child.metadata, ownerReferences } }, { signal })
    await client.remove(configMap, { namespace: 'default', name: 'owner' }, { propagation: 'Foreground', signal })
    const isGone = async () =>
      (await client.get(configMap, { namespace: 'default', name: 'child' }, { signal })) === undefined
    await until(isGone, { what: 'the dependent to go', deadlineMs: 60_000, signal })
  })
})

test.each(parts)('%s comes back after a crash, and nothing is lost', async (part) => {
  await withClient('admin', (client) => client.create(configMap, named(`before-${part}`), { signal }))
  const before = stack.pidOf(part)
  await stack.kill(part)
  await stack.ready(part)
  expect(stack.pidOf(part)).not.toBe(before)
  await stack.ready('kube-apiserver')
  const found = await withClient('admin', (client) =>
    until(
      () => client.get(configMap, { namespace: 'default', name: `before-${part}` }, { signal }).catch(rethrowNotFound),
      {
        what: 'the API server to answer again',
        deadlineMs: 60_000,
        signal,
      },
    ),
  )
  expect(found).toMatchObject({ metadata: { name: `before-${part}` } })
})

// an API server that has just lost etcd answers with errors for a moment; that the object is gone is no such error
const rethrowNotFound = (error: unknown): undefined => {
  if (isNotFound(error)) throw error
  return undefined
}

test('a part that is halted stays down until it is let go on', async () => {
  await stack.halt('kube-controller-manager')
  const up = stack.ready('kube-controller-manager').then(() => 'up')
  expect(await Promise.race([up, pause(1_500, 'down')])).toBe('down')
  expect(stack.pidOf('kube-controller-manager')).toBeUndefined()
  stack.resume('kube-controller-manager')
  expect(await up).toBe('up')
})

test('a part that cannot start is named, with its last words, and nothing is left running', async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'taskplatform-stack-'))
  const clash = startStack({ stateDir, parts: ['etcd'], portBase: stack.ports.apiserver })
  await expect(clash).rejects.toMatchObject({
    code: 'PART',
    message: expect.stringMatching(/^etcd ended before it was ready[\s\S]*address already in use/),
    cure: expect.stringContaining(join(stateDir, 'logs', 'etcd.log')),
  })
  expect(findMarked(stateDir)).toEqual([])
  await rm(stateDir, { recursive: true })
})

test('two stacks run side by side, and removing one leaves no process and no file of it', async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'taskplatform-stack-'))
  const second = await startStack({ stateDir, parts: ['etcd', 'kube-apiserver'] })
  expect(
    findMarked(stateDir)
      .map(({ part }) => part)
      .sort(),
  ).toEqual(['etcd', 'kube-apiserver'])
  await second.remove()
  expect(findMarked(stateDir)).toEqual([])
  expect(existsSync(stateDir)).toBe(false)
  const namespaces = await withClient('admin', (client) => client.list(kinds.namespace, {}, { signal }))
  expect(namespaces.items.length).toBeGreaterThan(0)
})
