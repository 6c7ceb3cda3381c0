import { describe, expect, test } from 'vitest'
import { configMap, configMapPath, configMaps, useFakeApiServer } from '../../test/fake-apiserver/fixture.ts'
import { addFinalizer, removeFinalizer } from './finalizer.ts'
import type { KubeObject } from './resource.ts'

const given = useFakeApiServer()
const ours = 'example.dev/ours'

/** Stores an object with these finalizers and gives it as it is stored. */
const store = (finalizers: readonly string[] | undefined, uid = 'uid-1'): KubeObject =>
  given.server.history.put(configMapPath('a'), {
    ...configMap('a'),
    metadata: { name: 'a', namespace: 'default', uid, finalizers },
  })

const stored = () => given.server.history.get(configMapPath('a'))?.metadata?.finalizers
const patches = () => given.server.requests.filter(({ method }) => method === 'PATCH').length
const add = (object: KubeObject) =>
  addFinalizer(given.connection.client, configMaps, object, ours, { signal: given.signal })
const remove = (object: KubeObject) =>
  removeFinalizer(given.connection.client, configMaps, object, ours, { signal: given.signal })

describe('from an object as it is', () => {
  test.each([
    { why: 'the first finalizer makes the list', act: add, before: undefined, after: [ours], patches: 1 },
    { why: 'a further one joins it', act: add, before: ['other'], after: ['other', ours], patches: 1 },
    { why: 'one that is there is left alone', act: add, before: [ours], after: [ours], patches: 0 },
    { why: 'ours is removed from among others', act: remove, before: ['x', ours, 'y'], after: ['x', 'y'], patches: 1 },
    { why: 'what is not there needs no removal', act: remove, before: ['x'], after: ['x'], patches: 0 },
  ])('$why', async ({ act, before, after, patches: expected }) => {
    const result = await act(store(before))
    expect(stored()).toEqual(after)
    expect(result?.metadata?.finalizers).toEqual(after)
    expect(patches()).toBe(expected)
  })
})

describe('from an object that has changed since', () => {
  test.each([
    {
      why: 'a finalizer added by another meanwhile survives ours',
      act: add,
      seen: [],
      now: ['other'],
      after: ['other', ours],
    },
    {
      why: 'a shift in the list removes nobody else',
      act: remove,
      seen: ['x', ours],
      now: ['x', 'y', ours],
      after: ['x', 'y'],
    },
    { why: 'someone else added ours already', act: add, seen: ['x'], now: ['x', ours], after: ['x', ours] },
    { why: 'someone else removed it already', act: remove, seen: [ours], now: [], after: [] },
  ])('$why', async ({ act, seen, now, after }) => {
    const outdated = store(seen)
    store(now)
    await act(outdated)
    expect(stored()).toEqual(after)
  })

  test('a successor of the same name is left alone', async () => {
    const outdated = store(undefined, 'uid-1')
    store(undefined, 'uid-2')
    expect(await add(outdated)).toBeUndefined()
    expect(stored()).toBeUndefined()
  })

  test('an object that is gone needs nothing', async () => {
    const object = store([ours])
    given.server.history.remove(configMapPath('a'))
    expect(await remove(object)).toBeUndefined()
  })
})

test('a patch refused for ever is an error in the end', async () => {
  const object = store([])
  given.server.interfere(({ method }) => (method === 'PATCH' ? { status: 422, body: {} } : undefined))
  await expect(add(object)).rejects.toMatchObject({ status: 422 })
  expect(patches()).toBe(5)
})
