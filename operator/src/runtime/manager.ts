import type { Cache } from '../ports/cache.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Controller } from './controller.ts'
import { cacheProbe, type Probe, workerProbe } from './probes.ts'

/** Starts and stops the parts of a process in the right order. */
export interface Manager {
  /**
   * Starts the endpoints, then the caches, then, once those have synced, the workers. When `signal` is aborted: not ready, no new
   * work, time for the work begun (25 s), then everything is closed, the endpoints last. Gives the exit code: 0, or 1 if work had
   * to be abandoned. Rejects, after the same clean-up, if a part fails for good.
   */
  run(signal: AbortSignal, endpoints: Endpoints): Promise<number>
  /** What `/healthz` and `/readyz` depend on. */
  readonly healthy: readonly Probe[]
  readonly ready: readonly Probe[]
}

/** `close` ends what the parts share, such as connections. */
export type ManagerOptions = Readonly<{
  log: Log
  clock: Clock
  caches: readonly Cache[]
  controllers: readonly Controller[]
  close: () => Promise<void>
  drainMs?: number | undefined
}>

/** An HTTP server, in practice. */
export type Endpoints = Readonly<{ start(): Promise<unknown>; stop(): Promise<void> }>

/** A manager that does nothing until it is run, once. */
export const createManager = (options: ManagerOptions): Manager => {
  const { clock, caches, controllers } = options
  const state: State = { phase: 'starting' }
  const phaseProbe: Probe = () => (state.phase === 'working' ? undefined : `process: ${state.phase}`)
  return {
    healthy: controllers.map(workerProbe),
    ready: [phaseProbe, ...caches.map((cache) => cacheProbe(cache, clock))],
    run: async (signal, endpoints) => {
      const stopWork = new AbortController()
      const stop = () => stopWork.abort(signal.reason)
      signal.addEventListener('abort', stop, { once: true })
      if (signal.aborted) stop()
      try {
        await endpoints.start()
        return await runParts(options, state, stopWork)
      } finally {
        signal.removeEventListener('abort', stop)
        state.phase = 'stopping'
        await options.close()
        await endpoints.stop()
        options.log.info('stopped')
      }
    },
  }
}

type State = { phase: 'starting' | 'working' | 'stopping' }

const runParts = async (
  { log, clock, caches, controllers, drainMs = 25_000 }: ManagerOptions,
  state: State,
  stopWork: AbortController,
): Promise<number> => {
  const abandon = new AbortController()
  const stopCaches = new AbortController()
  const following = caches.map((cache) => cache.run(stopCaches.signal))
  const parts = new Set(following)
  try {
    await unlessOneFails(
      parts,
      stopped(Promise.all(caches.map((cache) => cache.synced(stopWork.signal))), stopWork.signal),
    )
    if (stopWork.signal.aborted) return 0
    log.info({ caches: caches.length, controllers: controllers.length }, 'caches synced, starting work')
    state.phase = 'working'
    const working = controllers.map((controller) => controller.run(stopWork.signal, abandon.signal))
    for (const work of working) parts.add(work)
    await unlessOneFails(parts, aborted(stopWork.signal))
    state.phase = 'stopping'
    log.info({ drainMs }, 'stopping, waiting for the work begun')
    return await drain(Promise.all(working), abandon, clock, drainMs, log)
  } finally {
    stopWork.abort()
    abandon.abort(new Error('The process is stopping'))
    stopCaches.abort(new Error('The process is stopping'))
    await Promise.allSettled(following)
  }
}

/** Waits for `goal`, and rejects as soon as one of `parts` does. */
const unlessOneFails = async (parts: ReadonlySet<Promise<void>>, goal: Promise<unknown>): Promise<void> => {
  const never = new Promise<never>(() => {})
  await Promise.race([goal, ...[...parts].map((part) => part.then(() => never))])
}

const stopped = async (work: Promise<unknown>, signal: AbortSignal): Promise<void> => {
  try {
    await work
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })

const drain = async (
  work: Promise<unknown>,
  abandon: AbortController,
  clock: Clock,
  drainMs: number,
  log: Log,
): Promise<number> => {
  const late = new Promise<number>((resolve) => {
    const cancel = clock.setTimeout(() => {
      log.warn({ drainMs }, 'abandoning work that did not end in time')
      abandon.abort(new Error(`The process is stopping and ${drainMs} ms have passed`))
      resolve(1)
    }, drainMs)
    work.finally(cancel).catch(() => {})
  })
  return Promise.race([work.then(() => 0), late])
}
