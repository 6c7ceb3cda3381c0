import type { JsonPatchOperation } from '../../src/kube/client.ts'
import type { KubeObject } from '../../src/kube/resource.ts'
import type { History } from './history.ts'
import { applyJsonPatch } from './json-patch.ts'
import type { SeenRequest } from './server.ts'

/** A whole answer; `body` is sent as JSON unless it is text. */
export type Reply = Readonly<{ status: number; headers?: Record<string, string>; body: unknown }>

/** A refusal in the API server's own form. */
export const statusReply = (
  code: number,
  reason: string,
  message: string,
  headers: Record<string, string> = {},
): Reply => ({
  status: code,
  headers,
  body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, reason, code },
})

/** The ordinary answer to anything but a watch. */
export const answerFrom = (history: History, request: SeenRequest): Reply => {
  switch (request.method) {
    case 'GET':
      return read(history, request)
    case 'POST':
      return create(history, request)
    case 'PATCH':
      return patch(history, request)
    case 'DELETE':
      return remove(history, request)
    default:
      return statusReply(405, 'MethodNotAllowed', `the test server does not know ${request.method}`)
  }
}

const read = (history: History, { path, query }: SeenRequest): Reply => {
  if (path === '/readyz') return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'ok' }
  const object = history.get(path)
  if (object) return { status: 200, body: object }
  return isCollection(path) ? list(history, path, query) : notFound(path)
}

// .../namespaces/<ns>/<plural>, or .../<version>/<plural>
const isCollection = (path: string): boolean => /^(\/api|\/apis\/[^/]+)\/[^/]+(\/namespaces\/[^/]+)?\/[^/]+$/.test(path)

const list = (history: History, path: string, query: URLSearchParams): Reply => {
  const all = history.list(path)
  const [version, start] = (query.get('continue') ?? `${history.version()}:0`).split(':')
  const end = Number(start) + Number(query.get('limit') ?? all.length)
  const items = all.slice(Number(start), end).map(({ apiVersion: _, kind: __, ...item }) => item)
  const more = end < all.length ? { continue: `${version}:${end}` } : {}
  return { status: 200, body: { kind: 'List', metadata: { resourceVersion: version, ...more }, items } }
}

const create = (history: History, { path, body }: SeenRequest): Reply => {
  const object: KubeObject = JSON.parse(body)
  const objectPath = `${path}/${object.metadata?.name}`
  if (history.get(objectPath)) return statusReply(409, 'AlreadyExists', `${objectPath} already exists`)
  return { status: 201, body: history.put(objectPath, object) }
}

const patch = (history: History, { path, body, headers }: SeenRequest): Reply => {
  const objectPath = path.replace(/\/status$/, '')
  const known = history.get(objectPath)
  const change = JSON.parse(body)
  if (headers['content-type'] === 'application/apply-patch+yaml')
    return { status: 200, body: history.put(objectPath, { ...known, ...change }) }
  if (!known) return notFound(path)
  if (headers['content-type'] === 'application/merge-patch+json')
    return { status: 200, body: history.put(objectPath, { ...known, ...change }) }
  const patched = applyJsonPatch(known, change as JsonPatchOperation[])
  if (!patched) return statusReply(422, 'Invalid', 'the server rejected our request due to an error in our request')
  return { status: 200, body: history.put(objectPath, patched as KubeObject) }
}

const remove = (history: History, { path, body }: SeenRequest): Reply => {
  const wanted = JSON.parse(body || '{}').preconditions?.uid
  const known = history.get(path)
  if (!known) return notFound(path)
  if (wanted && wanted !== known.metadata?.uid)
    return statusReply(409, 'Conflict', 'Precondition failed: UID in precondition: other')
  return { status: 200, body: history.remove(path) }
}

const notFound = (path: string): Reply => statusReply(404, 'NotFound', `${path} not found`)
