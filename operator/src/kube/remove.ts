import { type Ask, about } from './ask.ts'
import type { CallOptions, ObjectKey, RemoveOptions } from './client-types.ts'
import { isConflict, isNotFound } from './errors.ts'
import { type KubeObject, pathOf, type Resource } from './resource.ts'

/** Asks for the deletion of one object; another object under its name counts as its absence. */
export const removeObject = async (
  ask: Ask,
  resource: Resource,
  key: ObjectKey,
  { propagation, uid, ...options }: RemoveOptions,
): Promise<'accepted' | 'absent'> => {
  const body = {
    kind: 'DeleteOptions',
    apiVersion: 'v1',
    ...(propagation && { propagationPolicy: propagation }),
    ...(uid && { preconditions: { uid } }),
  }
  try {
    // without a uid a repeated request could hit a successor of the same name
    const repeatable = uid !== undefined
    const subject = { ...about('delete', resource, key), written: resource }
    await ask({ ...subject, method: 'DELETE', path: pathOf(resource, key), body, repeatable }, options)
    return 'accepted'
  } catch (error) {
    if (isNotFound(error)) return 'absent'
    if (uid !== undefined && isConflict(error) && (await isOther(ask, resource, key, uid, options))) return 'absent'
    throw error
  }
}

// the refusal has no reason of its own, and its words differ by the kind of storage
const isOther = async (
  ask: Ask,
  resource: Resource,
  key: ObjectKey,
  uid: string,
  options: CallOptions,
): Promise<boolean> => {
  try {
    const question = {
      ...about('get', resource, key),
      method: 'GET',
      path: pathOf(resource, key),
      repeatable: true,
    } as const
    return (await ask<KubeObject>(question, options)).metadata?.uid !== uid
  } catch (error) {
    if (isNotFound(error)) return true
    throw error
  }
}
