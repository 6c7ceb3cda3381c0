import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import https from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ResourceEvent, ResourceMeta } from '@dot-i/k8s-operator'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { configMap, configMapPath, configMaps, useFakeApiServer } from '../test/fake-apiserver/fixture.ts'
import { until } from '../test/fake-apiserver/until.ts'
import { createMemoryLog } from '../test/memory/log.ts'
import type { ShellEvent } from './framework/vocabulary.ts'
import { FrameworkShell } from './framework-shell.ts'
import { createReflector } from './kube/reflector.ts'
import { watchOf } from './kube/watched.ts'
import { createController } from './runtime/controller.ts'
import { createQueue } from './runtime/queue.ts'

const given = useFakeApiServer()
const base = Object.getPrototypeOf(FrameworkShell.prototype) as Record<string, unknown>
const metaKey = { id: 'configmaps.v1', namespace: 'default', name: 'a', apiVersion: 'v1', kind: 'ConfigMap' }
let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'shell-'))
  const kubeconfig = join(directory, 'config')
  await writeFile(kubeconfig, given.server.kubeconfig())
  // the base reads it in its constructor
  vi.stubEnv('KUBECONFIG', kubeconfig)
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Error(`process.exit(${code}) was called`)
  })
  vi.spyOn(https, 'request').mockImplementation(() => {
    throw new Error('a request went around our client')
  })
  for (const name of baseMethods) {
    vi.spyOn(base as Record<string, () => unknown>, name).mockImplementation(() => {
      throw new Error(`the base's ${name} was reached`)
    })
  }
})

afterEach(async () => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  await rm(directory, { recursive: true })
})

/** Every method of the base, whether we know it or not. */
const baseMethods = Object.getOwnPropertyNames(base).filter((name) => name !== 'constructor')

/** What the framework gives to subclasses only. */
type Exposed = {
  watchResource(
    group: string,
    version: string,
    plural: string,
    onEvent: (event: ResourceEvent) => Promise<void>,
    namespace?: string,
  ): Promise<void>
  setResourceStatus(meta: ResourceMeta, status: unknown): Promise<ResourceMeta | null>
  patchResourceStatus(meta: ResourceMeta, status: unknown): Promise<ResourceMeta | null>
  setResourceFinalizers(meta: ResourceMeta, finalizers: string[]): Promise<void>
  handleResourceFinalizer(
    event: ResourceEvent,
    finalizer: string,
    act: (event: ResourceEvent) => Promise<void>,
  ): Promise<boolean>
  registerCustomResourceDefinition(file: string): Promise<{ group: string; plural: string }>
  getCustomResourceApiUri(group: string, version: string, plural: string, namespace?: string): string
  applyAxiosKubeConfigAuth(request: object): Promise<void>
  applyGaxiosKubeConfigAuth(request: object): Promise<void>
  kubeConfig: { getCurrentCluster(): unknown }
  k8sApi: { listNamespace(): unknown }
}

const setUp = () => {
  const { clock, connection, metrics } = given
  const { client, host } = connection
  const log = createMemoryLog()
  const queue = createQueue({ name: 'test', clock, metrics })
  const reconciled: string[] = []
  const reconcile = async (key: string) => {
    reconciled.push(key)
    return { kind: 'settled' as const }
  }
  const controller = createController({
    name: 'test',
    reconcile,
    queue,
    workers: 2,
    timeoutMs: 60_000,
    log,
    clock,
    metrics,
  })
  const reflector = createReflector<ReturnType<typeof configMap>>({ client, resource: configMaps, log, clock, metrics })
  const steps: string[] = []
  const step = (name: string) => async () => {
    steps.push(name)
  }
  const shell = new FrameworkShell({
    log,
    clock,
    client,
    host,
    fieldManager: 'tester',
    watches: [watchOf({ resource: configMaps, reflector, onChange: ({ key }) => queue.add(key) })],
    controllers: [controller],
    endpoints: () => ({ start: step('endpoints start'), stop: step('endpoints stop') }),
    close: step('closed'),
  })
  return { shell, exposed: shell as unknown as Exposed, log, reconciled, steps }
}

const store = (metadata: object = {}) =>
  given.server.history.put(configMapPath('a'), {
    ...configMap('a'),
    metadata: { name: 'a', namespace: 'default', ...metadata },
  })
const stored = () => given.server.history.get(configMapPath('a'))
const metaOf = (object: ReturnType<typeof store>): ResourceMeta => ({
  ...metaKey,
  resourceVersion: object.metadata?.resourceVersion ?? '',
})
const eventOf = (object: ReturnType<typeof store>): ResourceEvent =>
  ({ type: 'MODIFIED', meta: metaOf(object), object }) as unknown as ResourceEvent

describe('the course of an operator', () => {
  test('starts, reconciles what changes, stops gracefully and gives exit code 0', async () => {
    store()
    const { shell, reconciled, steps } = setUp()
    const stop = new AbortController()
    const code = shell.run(stop.signal)
    await until(() => reconciled.length === 1)
    given.server.history.put(configMapPath('b'), configMap('b'))
    await until(() => reconciled.length === 2)
    stop.abort()
    expect(await code).toBe(0)
    expect(reconciled).toEqual(['default/a', 'default/b'])
    expect(steps).toEqual(['endpoints start', 'closed', 'endpoints stop'])
    await until(() => given.server.watches.count() === 0)
  })

  test('survives what makes the base exit: a watch that breaks and 30 s without an event', async () => {
    const { shell, reconciled } = setUp()
    const stop = new AbortController()
    const code = shell.run(stop.signal)
    await until(() => given.server.watches.count() === 1)
    given.server.watches.cut()
    await until(() => given.clock.untilNext() <= 1_000)
    await given.clock.advance(1_000)
    await until(() => given.server.watches.count() === 1)
    await given.clock.advance(30_000)
    store()
    await until(() => reconciled.length === 1)
    stop.abort()
    expect(await code).toBe(0)
  })

  test('can be told to stop before it starts', async () => {
    const { shell, steps } = setUp()
    expect(await shell.run(AbortSignal.abort())).toBe(0)
    expect(steps).toEqual(['endpoints start', 'closed', 'endpoints stop'])
  })

  test('has no exit code before it starts', async () => {
    await expect(setUp().shell.finished()).rejects.toThrow('call start first')
  })
})

describe('every method of the base', () => {
  // reached by nothing but the base's own status methods, which are overridden; errorToJson only writes text
  const unreachable = ['resourceStatusRequest', 'errorToJson']

  test.each(baseMethods.filter((name) => !unreachable.includes(name)).map((name) => ({ name })))(
    '$name is overridden',
    ({ name }) => {
      expect(Object.getOwnPropertyNames(FrameworkShell.prototype)).toContain(name)
    },
  )

  test('its own client and credentials cannot be used', async () => {
    const { exposed } = setUp()
    expect(() => exposed.kubeConfig.getCurrentCluster()).toThrow('ask the shell')
    expect(() => exposed.k8sApi.listNamespace()).toThrow('ask the shell')
    await expect(exposed.applyAxiosKubeConfigAuth({})).rejects.toThrow('no credentials')
    await expect(exposed.applyGaxiosKubeConfigAuth({})).rejects.toThrow('no credentials')
  })
})

describe('watching', () => {
  test('events speak the vocabulary of the framework', async () => {
    const { shell, exposed } = setUp()
    const events: ResourceEvent[] = []
    await exposed.watchResource('', 'v1', 'configmaps', async (event) => {
      events.push(event)
    })
    const stop = new AbortController()
    const code = shell.run(stop.signal)
    await until(() => given.server.watches.count() === 1)
    const { metadata } = store()
    await until(() => events.length === 1)
    expect(events[0]).toMatchObject({ type: 'ADDED', meta: { ...metaKey, resourceVersion: metadata?.resourceVersion } })
    expect((events[0] as ShellEvent).change).toMatchObject({ type: 'added', key: 'default/a', initial: false })
    stop.abort()
    await code
  })

  test('a listener that rejects is logged', async () => {
    const { shell, exposed, log } = setUp()
    await exposed.watchResource('', 'v1', 'configmaps', () => Promise.reject(new Error('listener broke')))
    store()
    const stop = new AbortController()
    const code = shell.run(stop.signal)
    await until(() => log.lines.some(({ message }) => message === 'a listener failed to take a change'))
    stop.abort()
    expect(await code).toBe(0)
  })

  test('what has no reflector is an error at once', async () => {
    await expect(setUp().exposed.watchResource('apps', 'v1', 'deployments', async () => {})).rejects.toThrow(
      'No reflector for deployments.apps/v1',
    )
  })
})

describe('writing', () => {
  test('the status is written once, and not again when it is the same', async () => {
    const { exposed } = setUp()
    const meta = metaOf(store())
    const written = await exposed.setResourceStatus(meta, { phase: 'Ready' })
    await exposed.setResourceStatus(meta, { phase: 'Ready' })
    expect(written).toMatchObject({ name: 'a', resourceVersion: '102' })
    expect(stored()).toMatchObject({ status: { phase: 'Ready' } })
    expect(given.server.requests.filter(({ method }) => method === 'PATCH').map(({ path }) => path)).toEqual([
      `${configMapPath('a')}/status`,
    ])
  })

  test('a status that cannot be written is an error, not null', async () => {
    const { exposed } = setUp()
    const meta = metaOf(store())
    given.server.interfere(({ method }) => (method === 'PATCH' ? { status: 422, body: {} } : undefined))
    await expect(exposed.patchResourceStatus(meta, { phase: 'Ready' })).rejects.toMatchObject({ status: 422 })
  })

  test('the status of what is gone is null', async () => {
    const meta = metaOf(store())
    given.server.history.remove(configMapPath('a'))
    expect(await setUp().exposed.setResourceStatus(meta, {})).toBeNull()
  })

  test('finalizers are replaced only in the version that was seen', async () => {
    const { exposed } = setUp()
    const seen = metaOf(store())
    await exposed.setResourceFinalizers(seen, ['ours'])
    expect(stored()?.metadata?.finalizers).toEqual(['ours'])
    await expect(exposed.setResourceFinalizers(seen, [])).rejects.toMatchObject({ status: 422 })
    expect(stored()?.metadata?.finalizers).toEqual(['ours'])
  })

  test('a CRD is applied, so that a changed one is updated', async () => {
    const { exposed } = setUp()
    const file = join(directory, 'crd.yaml')
    await writeFile(
      file,
      'metadata: {name: cats.example.dev}\nspec: {group: example.dev, versions: [], names: {plural: cats}}\n',
    )
    expect(await exposed.registerCustomResourceDefinition(file)).toEqual({
      group: 'example.dev',
      versions: [],
      plural: 'cats',
    })
    expect(given.server.requests.at(-1)).toMatchObject({
      method: 'PATCH',
      path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/cats.example.dev',
    })
  })

  test('a URI leads to the API server of the client', () => {
    const { exposed } = setUp()
    const { host } = given.connection
    expect(exposed.getCustomResourceApiUri('g.dev', 'v1', 'cats', 'acme')).toBe(
      `https://${host}/apis/g.dev/v1/namespaces/acme/cats`,
    )
    expect(exposed.getCustomResourceApiUri('', 'v1', 'nodes')).toBe(`https://${host}/api/v1/nodes`)
  })
})

describe('the finalizer helper', () => {
  const deleting = { deletionTimestamp: '2026-01-01T00:00:00Z' }
  test.each([
    {
      why: 'is added to a new object, next to others',
      metadata: { finalizers: ['other'] },
      handled: true,
      acted: false,
      after: ['other', 'ours'],
    },
    {
      why: 'that is there leaves the event to the caller',
      metadata: { finalizers: ['ours'] },
      handled: false,
      acted: false,
      after: ['ours'],
    },
    {
      why: 'runs the action on deletion and goes',
      metadata: { finalizers: ['ours', 'other'], ...deleting },
      handled: true,
      acted: true,
      after: ['other'],
    },
    {
      why: 'has nothing to do with a deletion that is not ours',
      metadata: { finalizers: ['other'], ...deleting },
      handled: true,
      acted: false,
      after: ['other'],
    },
  ])('$why', async ({ metadata, handled, acted, after }) => {
    const { exposed } = setUp()
    const action = vi.fn(async () => {})
    expect(await exposed.handleResourceFinalizer(eventOf(store(metadata)), 'ours', action)).toBe(handled)
    expect(action).toHaveBeenCalledTimes(acted ? 1 : 0)
    expect(stored()?.metadata?.finalizers).toEqual(after)
  })
})
