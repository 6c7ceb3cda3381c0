import { type Ask, about, askThrough, type WriteListener } from './ask.ts'
import type { KubeClient, ObjectKey, PatchOptions, WriteOptions } from './client-types.ts'
import { isNotFound } from './errors.ts'
import { listAll } from './list.ts'
import { queryString } from './query.ts'
import { removeObject } from './remove.ts'
import { type KubeObject, pathOf, type Resource } from './resource.ts'
import type { Transport } from './transport.ts'
import { watchResource } from './watch.ts'

export type * from './client-types.ts'

/** A client over `transport`; see `KubeClient` for what the methods promise. `wrote` hears of every write that succeeded. */
export const createKubeClient = (transport: Transport, wrote?: WriteListener): KubeClient => {
  const ask = askThrough(transport, wrote)
  return {
    get: (resource, key, options) =>
      absentIfNotFound(
        ask({ ...about('get', resource, key), method: 'GET', path: pathOf(resource, key), repeatable: true }, options),
      ),
    list: (resource, query, options) => listAll(ask, resource, query, options),
    create: (resource, object, options) => createObject(ask, resource, object, options),
    apply: (resource, object, options) => patchObject(ask, resource, keyIn(object), object, serverSideApply, options),
    mergePatch: (resource, key, body, options) => patchObject(ask, resource, key, body, mergePatch, options),
    jsonPatch: (resource, key, body, options) => patchObject(ask, resource, key, body, jsonPatch, options),
    remove: (resource, key, options) => removeObject(ask, resource, key, options),
    watch: (resource, query, options) => watchResource(transport, resource, query, options),
    raw: (method, path, { body, contentType, ...options }) =>
      ask(
        {
          what: `${method} ${path}`,
          verb: method.toLowerCase(),
          method,
          path,
          body,
          contentType,
          repeatable: method === 'GET',
        },
        options,
      ),
  }
}

const absentIfNotFound = async <T>(answer: Promise<T>): Promise<T | undefined> => {
  try {
    return await answer
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

const createObject = <T extends KubeObject>(
  ask: Ask,
  resource: Resource,
  object: T,
  options: WriteOptions,
): Promise<T> => {
  const { namespace, name } = keyIn(object)
  const path = pathOf(resource, { namespace }) + writeQuery(options)
  return ask(
    {
      ...about('create', resource, { namespace, name }),
      written: options.dryRun ? undefined : resource,
      method: 'POST',
      path,
      body: object,
      repeatable: false,
    },
    options,
  )
}

type PatchKind = Readonly<{ verb: string; contentType: string; repeatable: boolean }>

const serverSideApply: PatchKind = { verb: 'apply', contentType: 'application/apply-patch+yaml', repeatable: true }
const mergePatch: PatchKind = { verb: 'patch', contentType: 'application/merge-patch+json', repeatable: true }
// a second pass of the same operations may fail its own tests
const jsonPatch: PatchKind = { verb: 'patch', contentType: 'application/json-patch+json', repeatable: false }

const patchObject = <T>(
  ask: Ask,
  resource: Resource,
  key: ObjectKey,
  body: unknown,
  { verb, contentType, repeatable }: PatchKind,
  options: PatchOptions & { force?: boolean | undefined },
): Promise<T> => {
  const path = pathOf(resource, { ...key, subresource: options.subresource }) + writeQuery(options)
  const written = options.dryRun ? undefined : resource
  return ask({ ...about(verb, resource, key), written, method: 'PATCH', path, body, contentType, repeatable }, options)
}

const writeQuery = ({
  fieldManager,
  force,
  fieldValidation = 'Strict',
  dryRun,
}: WriteOptions & { force?: boolean | undefined }): string =>
  queryString({ fieldManager, force, fieldValidation, dryRun: dryRun ? 'All' : undefined })

const keyIn = ({ metadata }: KubeObject): ObjectKey => ({ namespace: metadata?.namespace, name: metadata?.name ?? '' })
