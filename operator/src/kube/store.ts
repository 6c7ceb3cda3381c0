/** What the API server holds, as far as we have heard: read it freely, never change an object in it. */
export interface Store<T> {
  /** By `namespace/name`, or `name` for a cluster-wide object. */
  get(key: string): T | undefined
  list(): T[]
  keys(): string[]
  size(): number
  /** The objects for which the index of that name gave `value`; throws for an index that does not exist. */
  byIndex(index: string, value: string): T[]
}

/** Names the values under which an object is found: none, one or several. */
export type Indexers<T> = Readonly<Record<string, (object: T) => readonly string[]>>

/** A store with its writing side; both give back what was there before. */
export interface WritableStore<T> extends Store<T> {
  set(key: string, object: T): T | undefined
  delete(key: string): T | undefined
}

/** An empty store. */
export const createStore = <T>(indexers: Indexers<T> = {}): WritableStore<T> => {
  const objects = new Map<string, T>()
  const indexes = new Map(Object.entries(indexers).map(([name, valuesOf]) => [name, createIndex(valuesOf)]))
  const replace = (key: string, object: T | undefined): T | undefined => {
    const old = objects.get(key)
    if (old !== undefined) for (const index of indexes.values()) index.remove(key, old)
    if (object === undefined) objects.delete(key)
    else objects.set(key, object)
    if (object !== undefined) for (const index of indexes.values()) index.add(key, object)
    return old
  }
  return {
    get: (key) => objects.get(key),
    list: () => [...objects.values()],
    size: () => objects.size,
    keys: () => [...objects.keys()],
    set: (key, object) => replace(key, object),
    delete: (key) => replace(key, undefined),
    byIndex: (name, value) => {
      const index = indexes.get(name)
      if (!index) throw new RangeError(`The store has no index "${name}": name it in its indexers`)
      return [...index.keys(value)].flatMap((key) => objects.get(key) ?? [])
    },
  }
}

const createIndex = <T>(valuesOf: (object: T) => readonly string[]) => {
  const keysByValue = new Map<string, Set<string>>()
  return {
    keys: (value: string): Iterable<string> => keysByValue.get(value) ?? [],
    add: (key: string, object: T) => {
      for (const value of valuesOf(object)) keysByValue.set(value, (keysByValue.get(value) ?? new Set()).add(key))
    },
    remove: (key: string, object: T) => {
      for (const value of valuesOf(object)) {
        const keys = keysByValue.get(value)
        keys?.delete(key)
        if (keys?.size === 0) keysByValue.delete(value)
      }
    },
  }
}
