/** Keys in the order they are to be served: the highest priority first, then the longest waiting. */
export const createReadyList = () => {
  const levels = new Map<number, Set<string>>()
  const priorities = new Map<string, number>()
  const take = (key: string, priority: number) => {
    const level = levels.get(priority)
    level?.delete(key)
    if (level?.size === 0) levels.delete(priority)
    priorities.delete(key)
  }
  return {
    size: () => priorities.size,
    /** How many keys wait under each priority. */
    sizes: (): ReadonlyMap<number, number> => new Map([...levels].map(([priority, keys]) => [priority, keys.size])),
    has: (key: string) => priorities.has(key),
    /** A key that is there already keeps the higher of both priorities. */
    add: (key: string, priority: number) => {
      const known = priorities.get(key)
      if (known !== undefined && known >= priority) return
      if (known !== undefined) take(key, known)
      priorities.set(key, priority)
      levels.set(priority, (levels.get(priority) ?? new Set()).add(key))
    },
    shift: (): Readonly<{ key: string; priority: number }> | undefined => {
      if (priorities.size === 0) return undefined
      const priority = Math.max(...levels.keys())
      const [key] = levels.get(priority) ?? []
      if (key === undefined) return undefined
      take(key, priority)
      return { key, priority }
    },
  }
}
