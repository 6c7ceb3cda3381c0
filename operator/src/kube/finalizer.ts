import type { CallOptions, JsonPatchOperation, KubeClient, ObjectKey } from './client-types.ts'
import { isInvalid, isNotFound } from './errors.ts'
import { type KubeObject, keyOf, parseKey, type Resource } from './resource.ts'

type Client = Pick<KubeClient, 'get' | 'jsonPatch'>

/**
 * Adds `finalizer` to an object if it lacks it, and gives the object as it is then; `undefined` if it is gone. Others' finalizers
 * survive: the patch tests that they are what we saw, and is made anew from the current object if they are not.
 */
export const addFinalizer = <T extends KubeObject>(
  client: Client,
  resource: Resource,
  object: T,
  finalizer: string,
  options: CallOptions,
): Promise<T | undefined> =>
  patchFinalizers(client, resource, object, (finalizers) => additionOf(finalizers, finalizer), options)

/** Removes `finalizer`, like `addFinalizer`. The object may be gone by its removal, which is `undefined`. */
export const removeFinalizer = <T extends KubeObject>(
  client: Client,
  resource: Resource,
  object: T,
  finalizer: string,
  options: CallOptions,
): Promise<T | undefined> =>
  patchFinalizers(client, resource, object, (finalizers) => removalOf(finalizers, finalizer), options)

type Operations = readonly JsonPatchOperation[]

const additionOf = (finalizers: readonly string[], finalizer: string): Operations => {
  if (finalizers.includes(finalizer)) return []
  // the API server takes null for a field that is not there, as a patch cannot add to a list that does not exist
  if (finalizers.length === 0) return [testOf(null), { op: 'add', path: '/metadata/finalizers', value: [finalizer] }]
  return [testOf(finalizers), { op: 'add', path: '/metadata/finalizers/-', value: finalizer }]
}

const removalOf = (finalizers: readonly string[], finalizer: string): Operations => {
  const index = finalizers.indexOf(finalizer)
  return index < 0 ? [] : [testOf(finalizers), { op: 'remove', path: `/metadata/finalizers/${index}` }]
}

const testOf = (value: readonly string[] | null): JsonPatchOperation => ({
  op: 'test',
  path: '/metadata/finalizers',
  value,
})

const maxTurns = 5

const patchFinalizers = async <T extends KubeObject>(
  client: Client,
  resource: Resource,
  object: T,
  operationsFor: (finalizers: readonly string[]) => Operations,
  options: CallOptions,
): Promise<T | undefined> => {
  const key = parseKey(keyOf(object))
  let current: T | undefined = object
  for (let turn = 1; current && isSameObject(current, object); turn++) {
    const operations = operationsFor(current.metadata?.finalizers ?? [])
    if (operations.length === 0) return current
    const uid: JsonPatchOperation = { op: 'test', path: '/metadata/uid', value: object.metadata?.uid }
    const patched = await patchOnce<T>(client, resource, key, [uid, ...operations], turn === maxTurns, options)
    if (patched !== 'outdated') return patched
    current = await client.get<T>(resource, key, options)
  }
  return undefined
}

const isSameObject = (a: KubeObject, b: KubeObject): boolean => a.metadata?.uid === b.metadata?.uid

const patchOnce = async <T>(
  client: Client,
  resource: Resource,
  key: ObjectKey,
  operations: Operations,
  isLastTurn: boolean,
  options: CallOptions,
): Promise<T | undefined | 'outdated'> => {
  try {
    return await client.jsonPatch<T>(resource, key, operations, options)
  } catch (error) {
    if (isNotFound(error)) return undefined
    // a failed test has no reason of its own
    if (isInvalid(error) && !isLastTurn) return 'outdated'
    throw error
  }
}
