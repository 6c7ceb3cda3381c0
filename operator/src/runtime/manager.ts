import type { Cache } from '../ports/cache.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Controller } from './controller.ts'
import { drain } from './drain.ts'
import type { Elector } from './election/elector.ts'
import { cacheProbe, type Probe, workerProbe } from './probes.ts'
import { aborted, unlessOneFails, unlessStopped } from './waiting.ts'

/** Starts and stops the parts of a process in the right order. */
export interface Manager {
  /**
   * Starts the endpoints, then the caches, then, once those have synced and we lead, the workers. When `signal` is aborted: not
   * ready, no new work, time for the work begun (25 s), then everything is closed, the endpoints last. Gives the exit code: 0, or
   * 1 if work had to be abandoned. Rejects, after the same clean-up but without waiting for work, if a part fails for good or the
   * leadership is lost.
   */
  run(signal: AbortSignal, endpoints: Endpoints): Promise<number>
  /** What `/healthz` and `/readyz` depend on. A process that stands by with synced caches is ready. */
  readonly healthy: readonly Probe[]
  readonly ready: readonly Probe[]
}

/**
 * `elector`: who works; without one, we do. `jobs` run while we work, beside the controllers. `close` ends what the parts share,
 * such as connections, and gives the Lease back.
 */
export type ManagerOptions = Readonly<{
  log: Log
  clock: Clock
  caches: readonly Cache[]
  controllers: readonly Controller[]
  jobs?: readonly Job[] | undefined
  elector?: Pick<Elector, 'acquire' | 'hold'> | undefined
  healthy?: readonly Probe[] | undefined
  close: () => Promise<void>
  drainMs?: number | undefined
}>

/** Something that runs beside the controllers until the signal is aborted. */
export type Job = (signal: AbortSignal) => Promise<void>

/** An HTTP server, in practice. */
export type Endpoints = Readonly<{ start(): Promise<unknown>; stop(): Promise<void> }>

/** A manager that does nothing until it is run, once. */
export const createManager = (options: ManagerOptions): Manager => {
  const { clock, caches, controllers, healthy = [] } = options
  const state: State = { phase: 'starting' }
  const phaseProbe: Probe = () => (isReadyIn[state.phase] ? undefined : `process: ${state.phase}`)
  return {
    healthy: [...controllers.map(workerProbe), ...healthy],
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

type State = { phase: keyof typeof isReadyIn }

const isReadyIn = { starting: false, 'standing by': true, working: true, stopping: false }

const runParts = async (options: ManagerOptions, state: State, stopWork: AbortController): Promise<number> => {
  const { log, clock, caches, controllers, jobs = [], drainMs = 25_000 } = options
  const abandon = new AbortController()
  const stopCaches = new AbortController()
  const following = caches.map((cache) => cache.run(stopCaches.signal))
  const parts = new Set(following)
  try {
    await unlessOneFails(parts, haveSynced(caches, stopWork.signal))
    if (stopWork.signal.aborted) return 0
    await lead(options, state, parts, stopWork.signal)
    if (stopWork.signal.aborted) return 0
    log.info({ caches: caches.length, controllers: controllers.length }, 'starting work')
    state.phase = 'working'
    const working = controllers.map((controller) => controller.run(stopWork.signal, abandon.signal))
    const besides = jobs.map((job) => job(stopWork.signal))
    for (const part of [...working, ...besides]) parts.add(part)
    await unlessOneFails(parts, aborted(stopWork.signal))
    state.phase = 'stopping'
    log.info({ drainMs }, 'stopping, waiting for the work begun')
    return await unlessOneFails(parts, drain(Promise.all([...working, ...besides]), { abandon, clock, drainMs, log }))
  } finally {
    stopWork.abort()
    abandon.abort(new Error('The process is stopping'))
    stopCaches.abort(new Error('The process is stopping'))
    await Promise.allSettled(following)
  }
}

const haveSynced = (caches: readonly Cache[], signal: AbortSignal): Promise<void> =>
  unlessStopped(Promise.all(caches.map((cache) => cache.synced(signal))), signal)

/** Waits, with caches kept warm, until we lead; from then on losing it is the failure of a part. */
const lead = async (
  { elector, log }: ManagerOptions,
  state: State,
  parts: Set<Promise<void>>,
  signal: AbortSignal,
): Promise<void> => {
  if (!elector) return
  state.phase = 'standing by'
  log.info('caches synced, standing by')
  await unlessOneFails(parts, unlessStopped(elector.acquire(signal), signal))
  if (signal.aborted) return
  parts.add(elector.hold())
}
