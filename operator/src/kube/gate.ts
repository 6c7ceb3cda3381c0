/** Opens once and stays open. */
export const createGate = () => {
  let open = false
  const waiting = new Set<() => void>()
  return {
    isOpen: () => open,
    open: () => {
      open = true
      for (const resolve of waiting) resolve()
    },
    /** Resolves when the gate is open; rejects with the signal's reason. */
    passed: (signal: AbortSignal): Promise<void> =>
      new Promise((resolve, reject) => {
        if (open) return resolve()
        if (signal.aborted) return reject(signal.reason)
        const onAbort = () => {
          waiting.delete(onOpen)
          reject(signal.reason)
        }
        const onOpen = () => {
          signal.removeEventListener('abort', onAbort)
          waiting.delete(onOpen)
          resolve()
        }
        waiting.add(onOpen)
        signal.addEventListener('abort', onAbort, { once: true })
      }),
  }
}
