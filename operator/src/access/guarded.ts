import type { KubeClient } from '../kube/client.ts'
import type { Resource } from '../kube/resource.ts'
import type { Permission, Verb } from './permissions.ts'
import { rightsOf, rightTo } from './rights.ts'

/**
 * `client`, but for requests that `permissions` does not name: those are refused with an `UndeclaredPermissionError` before they
 * leave the process, so that a role made from the list cannot be too small. An apply may create, and needs both verbs.
 */
export function guarded(client: KubeClient, permissions: readonly Permission[]): KubeClient {
  const declared = new Set(permissions.flatMap(rightsOf))
  const check = (resource: Resource, subresource: string | undefined, ...verbs: readonly Verb[]) => {
    const missing = verbs.find((verb) => !declared.has(rightTo(verb, resource.group, pathIn(resource, subresource))))
    if (missing) throw new UndeclaredPermissionError(missing, resource, subresource)
  }
  return {
    get: async (resource, key, options) => {
      check(resource, undefined, 'get')
      return client.get(resource, key, options)
    },
    list: async (resource, query, options) => {
      check(resource, undefined, 'list')
      return client.list(resource, query, options)
    },
    create: async (resource, object, options) => {
      check(resource, undefined, 'create')
      return client.create(resource, object, options)
    },
    apply: async (resource, object, options) => {
      check(resource, options.subresource, 'patch', ...(options.subresource ? [] : (['create'] as const)))
      return client.apply(resource, object, options)
    },
    mergePatch: async (resource, key, body, options) => {
      check(resource, options.subresource, 'patch')
      return client.mergePatch(resource, key, body, options)
    },
    jsonPatch: async (resource, key, operations, options) => {
      check(resource, options.subresource, 'patch')
      return client.jsonPatch(resource, key, operations, options)
    },
    remove: async (resource, key, options) => {
      check(resource, undefined, 'delete')
      return client.remove(resource, key, options)
    },
    watch: (resource, query, options) => {
      check(resource, undefined, 'watch')
      return client.watch(resource, query, options)
    },
    // a path tells too little of what it is for, and nothing of ours needs one
    raw: async (method, path) => {
      throw new UndeclaredPermissionError(method, path, undefined)
    },
  }
}

/** A request that the list of permissions does not name: a fault of ours, which no other spec and no time heals. */
export class UndeclaredPermissionError extends Error {
  override readonly name = 'UndeclaredPermissionError'
  readonly code = 'UNDECLARED_PERMISSION'

  constructor(verb: string, resource: Resource | string, subresource: string | undefined) {
    const what = typeof resource === 'string' ? resource : `${pathIn(resource, subresource)} of "${resource.group}"`
    super(
      `The operator does not declare that it may ${verb} ${what}: ` +
        'add it to operator/src/access/permissions.ts with its reason, and run npm run generate',
    )
  }
}

const pathIn = ({ plural }: Resource, subresource: string | undefined): string =>
  subresource ? `${plural}/${subresource}` : plural
