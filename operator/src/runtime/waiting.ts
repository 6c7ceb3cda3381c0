/** Waits for `goal`, and rejects as soon as one of `parts` does. */
export const unlessOneFails = async <T>(parts: ReadonlySet<Promise<void>>, goal: Promise<T>): Promise<T> => {
  const never = new Promise<never>(() => {})
  return Promise.race([goal, ...[...parts].map((part) => part.then(() => never))])
}

/** Waits for work that rejects when it is stopped, and takes that for its end. */
export const unlessStopped = async (work: Promise<unknown>, signal: AbortSignal): Promise<void> => {
  try {
    await work
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

/** Resolves once the signal is aborted. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
