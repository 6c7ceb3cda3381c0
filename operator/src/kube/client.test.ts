import { describe, expect, test } from 'vitest'
import { statusReply } from '../../test/fake-apiserver/answers.ts'
import {
  configMap,
  configMapPath,
  configMaps,
  seriesValue,
  useFakeApiServer,
} from '../../test/fake-apiserver/fixture.ts'
import { until } from '../../test/fake-apiserver/until.ts'
import type { KubeClient } from './client.ts'
import { ApiError } from './errors.ts'

const given = useFakeApiServer()
const key = { namespace: 'default', name: 'a' }

type Call = (client: KubeClient, options: { signal: AbortSignal }) => Promise<unknown>

const expectedRequests: { why: string; call: Call; request: object }[] = [
  {
    why: 'get asks for one object',
    call: (client, options) => client.get(configMaps, key, options),
    request: { method: 'GET', path: configMapPath('a'), query: '', body: '' },
  },
  {
    why: 'a list is paged by 500',
    call: (client, options) => client.list(configMaps, { labelSelector: 'app=web' }, options),
    request: { method: 'GET', path: '/api/v1/configmaps', query: 'labelSelector=app%3Dweb&limit=500' },
  },
  {
    why: 'create posts to the collection and refuses unknown fields',
    call: (client, options) => client.create(configMaps, configMap('b'), options),
    request: { method: 'POST', path: '/api/v1/namespaces/default/configmaps', query: 'fieldValidation=Strict' },
  },
  {
    why: 'apply is a server-side apply under its manager',
    call: (client, options) =>
      client.apply(configMaps, configMap('a'), { fieldManager: 'me', force: true, ...options }),
    request: {
      method: 'PATCH',
      path: configMapPath('a'),
      query: 'fieldManager=me&force=true&fieldValidation=Strict',
      contentType: 'application/apply-patch+yaml',
    },
  },
  {
    why: 'apply can be a rehearsal on a subresource',
    call: (client, options) =>
      client.apply(configMaps, configMap('a'), {
        fieldManager: 'me',
        dryRun: true,
        subresource: 'status',
        fieldValidation: 'Warn',
        ...options,
      }),
    request: { path: `${configMapPath('a')}/status`, query: 'fieldManager=me&fieldValidation=Warn&dryRun=All' },
  },
  {
    why: 'a merge patch can go to the status',
    call: (client, options) =>
      client.mergePatch(configMaps, key, { status: {} }, { subresource: 'status', ...options }),
    request: {
      method: 'PATCH',
      path: `${configMapPath('a')}/status`,
      contentType: 'application/merge-patch+json',
      body: '{"status":{}}',
    },
  },
  {
    why: 'a JSON patch is sent as it is',
    call: (client, options) => client.jsonPatch(configMaps, key, [{ op: 'remove', path: '/data' }], options),
    request: { method: 'PATCH', contentType: 'application/json-patch+json', body: '[{"op":"remove","path":"/data"}]' },
  },
  {
    why: 'a removal carries its propagation and the uid it is meant for',
    call: (client, options) =>
      client.remove(configMaps, key, { propagation: 'Foreground', uid: 'uid-101', ...options }),
    request: {
      method: 'DELETE',
      body: '{"kind":"DeleteOptions","apiVersion":"v1","propagationPolicy":"Foreground","preconditions":{"uid":"uid-101"}}',
    },
  },
]

test.each(expectedRequests)('$why', async ({ call, request }) => {
  given.server.history.put(configMapPath('a'), configMap('a'))
  await call(given.connection.client, { signal: given.signal })
  const [seen] = given.server.requests
  const shape = { ...seen, query: seen?.query.toString(), contentType: seen?.headers['content-type'] }
  expect(shape).toMatchObject(request)
})

describe('what is absent', () => {
  test.each<{ why: string; call: Call; result: unknown }>([
    {
      why: 'a missing object is undefined',
      call: (client, options) => client.get(configMaps, { ...key, name: 'z' }, options),
      result: undefined,
    },
    {
      why: 'an object is removed',
      call: (client, options) => client.remove(configMaps, key, options),
      result: 'accepted',
    },
    {
      why: 'removing what is not there is no error',
      call: (client, options) => client.remove(configMaps, { ...key, name: 'z' }, options),
      result: 'absent',
    },
    {
      why: 'a successor of the same name is left alone',
      call: (client, options) => client.remove(configMaps, key, { uid: 'uid-1', ...options }),
      result: 'absent',
    },
  ])('$why', async ({ call, result }) => {
    given.server.history.put(configMapPath('a'), configMap('a'))
    expect(await call(given.connection.client, { signal: given.signal })).toEqual(result)
  })
})

describe('lists', () => {
  test('follow the continuation and name the kind of their items', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) given.server.history.put(configMapPath(name), configMap(name))
    const { items, resourceVersion } = await given.connection.client.list(
      configMaps,
      { limit: 2 },
      { signal: given.signal },
    )
    expect(items.map(({ kind, metadata }) => `${kind} ${metadata?.name}`)).toEqual(
      'abcde'.split('').map((name) => `ConfigMap ${name}`),
    )
    expect(resourceVersion).toBe('105')
    expect(given.server.requests).toHaveLength(3)
  })

  test('are read in one piece when their continuation has expired', async () => {
    for (const name of ['a', 'b', 'c']) given.server.history.put(configMapPath(name), configMap(name))
    given.server.interfere(({ query }) => (query.has('continue') ? statusReply(410, 'Expired', 'too old') : undefined))
    const { items } = await given.connection.client.list(configMaps, { limit: 2 }, { signal: given.signal })
    expect(items).toHaveLength(3)
  })
})

describe('errors', () => {
  test('name the object, the complaint, its causes and the cure', async () => {
    const causes = [{ field: 'spec.cidr', reason: 'FieldValueInvalid', message: 'must be a /16' }]
    const body = {
      kind: 'Status',
      code: 422,
      reason: 'Invalid',
      message: 'spec.cidr: must be a /16',
      details: { causes },
    }
    given.server.interfere(() => ({ status: 422, body }))
    const error = await given.connection.client
      .create(configMaps, configMap('a'), { signal: given.signal })
      .catch((thrown) => thrown)
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({ code: 'KUBE_API', status: 422, reason: 'Invalid', causes })
    expect(error.message).toBe(
      'Cannot create ConfigMap "default/a": spec.cidr: must be a /16 (422 Invalid). Correct the named fields',
    )
  })

  test.each([
    { why: 'a body that is no Status is not quoted', resource: configMaps, body: 'canary' },
    {
      why: 'the complaint about a Secret is not quoted',
      resource: { ...configMaps, kind: 'Secret', plural: 'secrets' },
      body: {
        kind: 'Status',
        code: 400,
        reason: 'BadRequest',
        message: 'canary',
        details: { causes: [{ field: 'data', message: 'canary' }] },
      },
    },
  ])('$why', async ({ resource, body }) => {
    given.server.interfere(() => ({ status: 400, body }))
    const error = await given.connection.client.get(resource, key, { signal: given.signal }).catch((thrown) => thrown)
    expect(error).toMatchObject({ status: 400, reason: 'BadRequest' })
    expect(`${error.message} ${JSON.stringify(error)}`).not.toContain('canary')
  })
})

test('300 calls, 10 at a time, go over a dozen connections and are counted', async () => {
  const host = given.connection.host
  const callers = Array.from({ length: 10 }, async () => {
    for (let count = 0; count < 30; count++)
      await given.connection.client.get(configMaps, key, { signal: given.signal })
  })
  await Promise.all(callers)
  expect(given.server.connections()).toBeLessThanOrEqual(12)
  expect(await seriesValue(given.metrics, `rest_client_requests_total{code="404",method="GET",host="${host}"}`)).toBe(
    300,
  )
  expect(
    await seriesValue(given.metrics, `rest_client_request_duration_seconds_count{verb="get",host="${host}"}`),
  ).toBe(300)
})

// undici may open a second one while it cleans up after an answer
test('300 calls in a row go over two connections at most', async () => {
  for (let count = 0; count < 300; count++) await given.connection.client.get(configMaps, key, { signal: given.signal })
  expect(given.server.connections()).toBeLessThanOrEqual(2)
})

test('raw reads what is not JSON', async () => {
  expect(await given.connection.client.raw('GET', '/readyz', { signal: given.signal })).toBe('ok')
})

test('closing ends the connections', async () => {
  await given.connection.client.get(configMaps, key, { signal: given.signal })
  await given.connection.close()
  await until(() => given.server.openConnections() === 0)
})
