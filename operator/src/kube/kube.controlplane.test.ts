import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Stack, startStack } from '@taskplatform/bootstrap/local/stack'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { configMap, configMaps, seriesValue } from '../../test/fake-apiserver/fixture.ts'
import { createMemoryLog } from '../../test/memory/log.ts'
import { realClock } from '../runtime/clock.ts'
import { createMetrics } from '../runtime/metrics.ts'
import type { KubeClient } from './client.ts'
import { type Connection, connect } from './connect.ts'
import { isConflict, isInvalid } from './errors.ts'
import { createEventRecorder, eventsResource } from './events.ts'
import { addFinalizer, removeFinalizer } from './finalizer.ts'
import { createReflector } from './reflector.ts'
import type { KubeObject, Resource } from './resource.ts'
import { writeStatus } from './status.ts'

const metrics = createMetrics({ process: false })
const ending = new AbortController()
const { signal } = ending
let stack: Stack
let connection: Connection
let client: KubeClient

beforeAll(async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'taskplatform-kube-'))
  stack = await startStack({ stateDir, parts: ['etcd', 'kube-apiserver'] })
  connection = connect({ kubeconfigPath: stack.kubeconfigPath }, { clock: realClock, metrics, userAgent: 'test/1' })
  client = connection.client
})
afterAll(async () => {
  ending.abort()
  await connection?.close()
  await stack?.remove()
})

const keyOf = (name: string) => ({ namespace: 'default', name })
const eventually = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 50 })

describe('server-side apply', () => {
  const applied = (data: Record<string, string>, fieldManager: string, force = false) =>
    client.apply(configMaps, { ...configMap('applied'), data }, { fieldManager, force, signal })

  test('two managers share an object, and one takes a field from the other only by force', async () => {
    await applied({ a: '1' }, 'one')
    await applied({ b: '1' }, 'two')
    const refusal = await applied({ a: '2', b: '1' }, 'two').catch((error) => error)
    expect(isConflict(refusal)).toBe(true)
    expect(refusal.message).toMatch(/^Cannot apply ConfigMap "default\/applied": .*"one"/)
    await applied({ a: '2', b: '1' }, 'two', true)
    expect(await client.get(configMaps, keyOf('applied'), { signal })).toMatchObject({ data: { a: '2', b: '1' } })
  })

  test('the same intent again changes nothing', async () => {
    const first = await applied({ c: '1' }, 'three')
    const second = await applied({ c: '1' }, 'three')
    expect((second as KubeObject).metadata?.resourceVersion).toBe((first as KubeObject).metadata?.resourceVersion)
  })

  test('a field that the server does not know is refused, not dropped', async () => {
    const misspelt = { ...configMap('misspelt'), dataa: { a: '1' } }
    await expect(client.apply(configMaps, misspelt, { fieldManager: 'one', signal })).rejects.toThrow('dataa')
  })
})

describe('finalizers', () => {
  test('two writers who know only the first state lose neither finalizer, and the object goes with the last', async () => {
    const known = await client.create<KubeObject>(configMaps, configMap('held'), { signal })
    await addFinalizer(client, configMaps, known, 'example.dev/theirs', { signal })
    await addFinalizer(client, configMaps, known, 'example.dev/ours', { signal })
    const both = await client.get<KubeObject>(configMaps, keyOf('held'), { signal })
    expect(both?.metadata?.finalizers).toEqual(['example.dev/theirs', 'example.dev/ours'])

    await client.remove(configMaps, keyOf('held'), { signal })
    await removeFinalizer(client, configMaps, both as KubeObject, 'example.dev/theirs', { signal })
    await removeFinalizer(client, configMaps, both as KubeObject, 'example.dev/ours', { signal })
    expect(await client.get(configMaps, keyOf('held'), { signal })).toBeUndefined()
  })
})

describe('removal', () => {
  test('a successor of the same name is left alone', async () => {
    await client.create(configMaps, configMap('successor'), { signal })
    const other = '00000000-0000-0000-0000-000000000000'
    expect(await client.remove(configMaps, keyOf('successor'), { uid: other, signal })).toBe('absent')
    expect(await client.get(configMaps, keyOf('successor'), { signal })).toBeDefined()
    expect(await client.remove(configMaps, keyOf('successor'), { signal })).toBe('accepted')
    expect(await client.remove(configMaps, keyOf('successor'), { signal })).toBe('absent')
  })
})

describe('status', () => {
  const cats: Resource = { group: 'example.dev', version: 'v1', kind: 'Cat', plural: 'cats', namespaced: true }
  const schema = {
    type: 'object',
    properties: {
      spec: { type: 'object', properties: { lives: { type: 'integer', maximum: 9 } } },
      status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    },
  }
  const crd = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'cats.example.dev' },
    spec: {
      group: 'example.dev',
      scope: 'Namespaced',
      names: { kind: 'Cat', plural: 'cats' },
      versions: [
        { name: 'v1', served: true, storage: true, subresources: { status: {} }, schema: { openAPIV3Schema: schema } },
      ],
    },
  }
  const crds = {
    group: 'apiextensions.k8s.io',
    version: 'v1',
    kind: 'CustomResourceDefinition',
    plural: 'customresourcedefinitions',
    namespaced: false,
  }
  const cat = (name: string, lives: number) => ({
    apiVersion: 'example.dev/v1',
    kind: 'Cat',
    metadata: { name, namespace: 'default' },
    spec: { lives },
  })
  const options = { fieldManager: 'tester', signal }
  type Cat = KubeObject & { status?: object }

  test('a collection is followed from before its kind exists, and its status written once', async () => {
    const reflector = createReflector<Cat>({
      client,
      resource: cats,
      log: createMemoryLog(),
      clock: realClock,
      metrics,
    })
    const running = reflector.run(signal)
    await client.apply(crds, crd, { ...options, force: true })
    await reflector.synced(signal)
    await eventually(async () => {
      await client.apply(cats, cat('tom', 9), options)
    })
    await eventually(() => expect(reflector.store.get('default/tom')).toBeDefined())
    const tom = reflector.store.get('default/tom') as Cat
    expect(await writeStatus(client, cats, tom, { mood: 'good', toys: ['mouse'] }, options)).toBe('written')
    await eventually(() =>
      expect(reflector.store.get('default/tom')?.status).toEqual({ mood: 'good', toys: ['mouse'] }),
    )
    const now = reflector.store.get('default/tom') as Cat
    expect(await writeStatus(client, cats, now, { toys: ['mouse'], mood: 'good' }, options)).toBe('unchanged')
    const outdated = await writeStatus(client, cats, tom, { mood: 'bad' }, options).catch((error) => error)
    expect(isConflict(outdated)).toBe(true)
    expect(await writeStatus(client, cats, now, { mood: 'good' }, options)).toBe('written')
    await eventually(() => expect(reflector.store.get('default/tom')?.status).toEqual({ mood: 'good' }))
    expect(await Promise.race([running, 'still running'])).toBe('still running')
  })

  test('a refusal names the object, the field and the rule', async () => {
    const refusal = await client.apply(cats, cat('felix', 10), options).catch((error) => error)
    expect(isInvalid(refusal)).toBe(true)
    expect(refusal.causes).toEqual([expect.objectContaining({ field: 'spec.lives' })])
    expect(refusal.message).toMatch(
      /^Cannot apply Cat "default\/felix": .*spec.lives.*less than or equal to 9.* Correct the named fields$/,
    )
  })
})

test('lists are paged by the server', async () => {
  for (const name of ['page-a', 'page-b', 'page-c', 'page-d', 'page-e']) {
    await client.create(
      configMaps,
      { ...configMap(name), metadata: { name, namespace: 'default', labels: { set: 'pages' } } },
      { signal },
    )
  }
  const { items } = await client.list<KubeObject>(
    configMaps,
    { namespace: 'default', labelSelector: 'set=pages', limit: 2 },
    { signal },
  )
  expect(items.map(({ metadata }) => metadata?.name)).toEqual(['page-a', 'page-b', 'page-c', 'page-d', 'page-e'])
})

test('events are accepted, and a repeat is a series', async () => {
  const log = createMemoryLog()
  const { metadata } = await client.create<KubeObject>(configMaps, configMap('told'), { signal })
  const recorder = createEventRecorder({
    client,
    clock: realClock,
    log,
    controller: 'example.dev/op',
    instance: 'op-1',
    signal,
  })
  const regarding = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    namespace: 'default',
    name: 'told',
    uid: metadata?.uid ?? '',
  }
  for (let time = 1; time <= 3; time++)
    recorder.record({ regarding, type: 'Normal', reason: 'Told', action: 'Tell', note: 'Told again' })
  await recorder.flush()
  expect(log.lines).toEqual([])
  const { items } = await client.list<KubeObject>(eventsResource, { namespace: 'default' }, { signal })
  expect(items.filter((event) => (event as { reason?: string }).reason === 'Told')).toEqual([
    expect.objectContaining({
      regarding: expect.objectContaining({ name: 'told' }),
      series: expect.objectContaining({ count: 3 }),
    }),
  ])
})

test('a collection is followed through a crash of the API server', async () => {
  const reflector = createReflector<KubeObject>({
    client,
    resource: configMaps,
    namespace: 'default',
    labelSelector: 'set=crash',
    log: createMemoryLog(),
    clock: realClock,
    metrics,
  })
  const told: string[] = []
  reflector.onChange(({ type, key }) => told.push(`${type} ${key}`))
  const controller = new AbortController()
  const running = reflector.run(controller.signal)
  const labelled = (name: string) => ({
    ...configMap(name),
    metadata: { name, namespace: 'default', labels: { set: 'crash' } },
  })

  await client.create(configMaps, labelled('before'), { signal })
  await eventually(() => expect(told).toEqual(['added default/before']))
  await stack.kill('kube-apiserver')
  await stack.ready('kube-apiserver')
  await eventually(async () => {
    await client.apply(configMaps, labelled('after'), { fieldManager: 'tester', signal })
  })
  await eventually(() => expect(told).toEqual(['added default/before', 'added default/after']))
  await client.remove(configMaps, keyOf('before'), { signal })
  await eventually(() =>
    expect(told).toEqual(['added default/before', 'added default/after', 'deleted default/before']),
  )
  expect(
    await seriesValue(metrics, 'reflector_watch_restarts_total{resource="configmaps",reason="fault"}'),
  ).toBeGreaterThanOrEqual(1)
  controller.abort()
  await running
})
