import { expect, test } from 'vitest'
import type { KubeClient } from '../kube/client.ts'
import { guarded, UndeclaredPermissionError } from './guarded.ts'
import type { Permission } from './permissions.ts'

const { signal } = new AbortController()
const widgets = { group: 'example.dev', version: 'v1', kind: 'Widget', plural: 'widgets', namespaced: true }
const gadgets = { ...widgets, kind: 'Gadget', plural: 'gadgets' }
const key = { namespace: 'default', name: 'a' }
const object = { metadata: key }
const fieldManager = 'me'

const permission = (resources: string[], verbs: Permission['verbs']): Permission => ({
  role: 'operator',
  group: 'example.dev',
  resources,
  verbs,
  why: 'a test',
})

type Call = (client: KubeClient) => unknown

/** Every request that the client knows, and the verbs that it takes. */
const requests: readonly { why: string; call: Call; resource: string; verbs: Permission['verbs'] }[] = [
  { why: 'get', call: (c) => c.get(widgets, key, { signal }), resource: 'widgets', verbs: ['get'] },
  { why: 'list', call: (c) => c.list(widgets, {}, { signal }), resource: 'widgets', verbs: ['list'] },
  { why: 'create', call: (c) => c.create(widgets, object, { signal }), resource: 'widgets', verbs: ['create'] },
  {
    why: 'apply, which may create',
    call: (c) => c.apply(widgets, object, { signal, fieldManager }),
    resource: 'widgets',
    verbs: ['create', 'patch'],
  },
  {
    why: 'apply of a subresource, which may not',
    call: (c) => c.apply(widgets, object, { signal, fieldManager, subresource: 'status' }),
    resource: 'widgets/status',
    verbs: ['patch'],
  },
  {
    why: 'merge patch',
    call: (c) => c.mergePatch(widgets, key, {}, { signal, subresource: 'status' }),
    resource: 'widgets/status',
    verbs: ['patch'],
  },
  { why: 'JSON patch', call: (c) => c.jsonPatch(widgets, key, [], { signal }), resource: 'widgets', verbs: ['patch'] },
  { why: 'remove', call: (c) => c.remove(widgets, key, { signal }), resource: 'widgets', verbs: ['delete'] },
  {
    why: 'watch',
    call: (c) => c.watch(widgets, { resourceVersion: '1', timeoutSeconds: 1, allowWatchBookmarks: true }, { signal }),
    resource: 'widgets',
    verbs: ['watch'],
  },
]

test.each(requests)('$why goes out with just its own verbs declared', async ({ call, resource, verbs }) => {
  const { client, sent } = recording()
  await call(guarded(client, [permission([resource], verbs)]))
  expect(sent).toHaveLength(1)
})

test.each(requests.flatMap(({ verbs, ...request }) => verbs.map((verb) => ({ ...request, verb }))))(
  '$why is refused without $verb, and sends nothing',
  async ({ call, resource, verb }) => {
    const { client, sent } = recording()
    const others = all.filter((each) => each !== verb)
    const refused = async () => call(guarded(client, [permission([resource], others), permission(['others'], all)]))
    await expect(refused()).rejects.toThrow(
      `The operator does not declare that it may ${verb} ${resource} of "example.dev": ` +
        'add it to operator/src/access/permissions.ts with its reason, and run npm run generate',
    )
    expect(sent).toEqual([])
  },
)

test.each<{ why: string; call: Call }>([
  { why: 'leave for one kind is none for another', call: (c) => c.get(gadgets, key, { signal }) },
  { why: 'nor for its status', call: (c) => c.mergePatch(widgets, key, {}, { signal, subresource: 'status' }) },
  { why: 'nor for the same plural of another group', call: (c) => c.get({ ...widgets, group: '' }, key, { signal }) },
  { why: 'a bare path is never declared', call: (c) => c.raw('GET', '/metrics', { signal }) },
])('$why', async ({ call }) => {
  const { client, sent } = recording()
  const refused = async () => call(guarded(client, [permission(['widgets'], all)]))
  await expect(refused()).rejects.toThrow(UndeclaredPermissionError)
  expect(sent).toEqual([])
})

const all: Permission['verbs'] = ['get', 'list', 'watch', 'create', 'patch', 'delete']

/** A client that writes down which of its methods are called. */
function recording(): { client: KubeClient; sent: string[] } {
  const sent: string[] = []
  const client = new Proxy({}, { get: (_, method) => () => sent.push(String(method)) }) as KubeClient
  return { client, sent }
}
