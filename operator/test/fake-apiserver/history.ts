import type { WatchEvent } from '../../src/kube/client.ts'
import type { KubeObject } from '../../src/kube/resource.ts'

/** Objects of all collections with their past, as etcd keeps them: every write has a number, and the past can be compacted. */
export type History = ReturnType<typeof createHistory>

/** One write, as a watch would tell it. `path` is the object's. */
export type Written = Readonly<{ version: number; path: string; event: WatchEvent<KubeObject> }>

/** Nothing yet; the first write gets version 101. */
export const createHistory = () => {
  const objects = new Map<string, KubeObject>()
  const written: Written[] = []
  const listeners = new Set<(write: Written) => void>()
  let version = 100
  let compactedAt = 0
  const commit = (path: string, type: 'ADDED' | 'MODIFIED' | 'DELETED', object: KubeObject): KubeObject => {
    version += 1
    const stored = {
      ...object,
      metadata: { uid: `uid-${version}`, ...object.metadata, resourceVersion: String(version) },
    }
    if (type === 'DELETED') objects.delete(path)
    else objects.set(path, stored)
    const write: Written = { version, path, event: { type, object: stored } }
    written.push(write)
    for (const listener of listeners) listener(write)
    return stored
  }
  return {
    version: () => version,
    get: (path: string) => objects.get(path),
    put: (path: string, object: KubeObject) => commit(path, objects.has(path) ? 'MODIFIED' : 'ADDED', object),
    remove: (path: string) => {
      const object = objects.get(path)
      return object && commit(path, 'DELETED', object)
    },
    /** The objects of a collection, by path. */
    list: (collection: string) =>
      [...objects]
        .filter(([path]) => isIn(path, collection))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, object]) => object),
    /** The writes to a collection after `from`, or `undefined` if they were compacted. */
    since: (collection: string, from: number): Written[] | undefined =>
      from < compactedAt ? undefined : written.filter((write) => write.version > from && isIn(write.path, collection)),
    /** Forgets all writes up to now: watches from earlier versions are expired. */
    compact: () => {
      compactedAt = version
    },
    /** Calls back for each write to a collection; the function returned ends it. */
    subscribe: (collection: string, listener: (write: Written) => void) => {
      const filtered = (write: Written) => isIn(write.path, collection) && listener(write)
      listeners.add(filtered)
      return () => listeners.delete(filtered)
    },
  }
}

/** `/api/v1/configmaps` holds those of every namespace. */
const isIn = (path: string, collection: string): boolean => {
  if (path.startsWith(`${collection}/`)) return true
  const slash = collection.lastIndexOf('/')
  const [plural, root] = [collection.slice(slash + 1), collection.slice(0, slash)]
  return new RegExp(`^${root}/namespaces/[^/]+/${plural}/`).test(path)
}
