import { type Ask, about } from './ask.ts'
import type { ObjectKey, RemoveOptions } from './client-types.ts'
import { ApiError, isConflict, isNotFound } from './errors.ts'
import { pathOf, type Resource } from './resource.ts'

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
    await ask(
      { ...about('delete', resource, key), method: 'DELETE', path: pathOf(resource, key), body, repeatable },
      options,
    )
    return 'accepted'
  } catch (error) {
    if (isNotFound(error) || (uid !== undefined && isOtherUid(error))) return 'absent'
    throw error
  }
}

/** The words of k8s.io/apiserver/pkg/registry/generic/registry, which has no reason of its own for it. */
const isOtherUid = (error: unknown): boolean =>
  isConflict(error) && error instanceof ApiError && error.message.includes('UID in precondition')
