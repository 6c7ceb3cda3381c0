import type { WatchEvent } from './client-types.ts'
import { type KubeObject, keyOf } from './resource.ts'
import type { WritableStore } from './store.ts'

/** One difference between what we knew and what the API server says. `initial`: from the first list, so hardly news. */
export type Change<T> = Readonly<{
  type: 'added' | 'modified' | 'deleted'
  key: string
  object: T
  old?: T
  initial: boolean
}>

/** Brings the store in line with a complete list, and gives the changes; what vanished meanwhile counts as deleted. */
export const replaceAll = <T extends KubeObject>(
  store: WritableStore<T>,
  items: readonly T[],
  initial: boolean,
): Change<T>[] => {
  const vanished = new Set(store.keys())
  const changes = items.flatMap((object) => {
    vanished.delete(keyOf(object))
    return put(store, object, initial)
  })
  return [...changes, ...[...vanished].flatMap((key) => take(store, key))]
}

/** Brings the store in line with one event. Events that tell nothing new (a repeated one, a bookmark) give no change. */
export const applyEvent = <T extends KubeObject>(
  store: WritableStore<T>,
  { type, object }: WatchEvent<T>,
): Change<T>[] => {
  if (type === 'BOOKMARK') return []
  return type === 'DELETED' ? take(store, keyOf(object), object) : put(store, object, false)
}

const put = <T extends KubeObject>(store: WritableStore<T>, object: T, initial: boolean): Change<T>[] => {
  const key = keyOf(object)
  const known = store.get(key)
  if (known && isSame(known, object)) return []
  store.set(key, object)
  if (known === undefined) return [{ type: 'added', key, object, initial }]
  return [{ type: 'modified', key, object, old: known, initial }]
}

const take = <T extends KubeObject>(store: WritableStore<T>, key: string, last?: T): Change<T>[] => {
  const known = store.delete(key)
  return known === undefined ? [] : [{ type: 'deleted', key, object: last ?? known, old: known, initial: false }]
}

const isSame = (a: KubeObject, b: KubeObject): boolean =>
  a.metadata?.resourceVersion !== undefined &&
  a.metadata.resourceVersion === b.metadata?.resourceVersion &&
  a.metadata.uid === b.metadata?.uid
