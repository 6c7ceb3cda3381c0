import type { Cache } from '../ports/cache.ts'
import type { Clock } from '../ports/clock.ts'
import type { Controller } from './controller.ts'

/** One thing that has to be right; says what is wrong, or `undefined`. */
export type Probe = () => string | undefined

/** Wrong once a worker has been busy for more than twice the time a reconcile is given. */
export const workerProbe =
  (controller: Pick<Controller, 'name' | 'timeoutMs' | 'longestRunningMs'>): Probe =>
  () =>
    controller.longestRunningMs() > 2 * controller.timeoutMs
      ? `controller ${controller.name}: a worker has been stuck for ${Math.round(controller.longestRunningMs() / 1000)} s`
      : undefined

/** Wrong until the cache has synced, and when it has heard nothing for twice the normal time. */
export const cacheProbe =
  (cache: Cache, clock: Clock): Probe =>
  () => {
    if (!cache.hasSynced()) return `cache ${cache.name}: not synced yet`
    const silentMs = clock.monotonic() - (cache.lastHeard() ?? Number.NEGATIVE_INFINITY)
    if (silentMs <= 2 * cache.silenceLimitMs) return undefined
    return `cache ${cache.name}: nothing heard for ${Math.round(silentMs / 1000)} s`
  }
