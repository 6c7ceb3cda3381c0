import { DeadlineError, NotLeadingError, TerminalError } from '../errors.ts'
import type { Clock } from '../ports/clock.ts'
import { withDeadline } from '../ports/deadline.ts'
import type { Log } from '../ports/log.ts'
import { type Metrics, noMetrics } from '../ports/metrics.ts'
import type { Outcome, Reconcile } from '../ports/reconcile.ts'
import { controllerMetrics, type ReconcileResult } from './controller-metrics.ts'
import type { Queue } from './queue.ts'
import { inReconcile } from './reconcile-context.ts'

/** Works off a queue with a number of workers. */
export interface Controller {
  readonly name: string
  /** A worker busy for longer than twice this many milliseconds is stuck. */
  readonly timeoutMs: number
  /**
   * Works until `stop` is aborted, then finishes what it began and resolves. `abandon` aborts that too: what was begun and not
   * finished is left for the next start.
   */
  run(stop: AbortSignal, abandon?: AbortSignal): Promise<void>
  /** Milliseconds since the longest running reconcile began; 0 if none runs. */
  longestRunningMs(): number
}

/**
 * `isConflict` tells the errors that mean no more than "someone was faster": another turn, no complaint. `retryAfterMs` tells how
 * long an error asks us to stay away. `hold` may keep a key back (see `OwnWrites`). A reconcile is given `timeoutMs` milliseconds.
 * `newId` makes the ids that tie log lines together.
 */
export type ControllerOptions = Readonly<{
  name: string
  reconcile: Reconcile
  queue: Queue
  workers: number
  timeoutMs: number
  log: Log
  clock: Clock
  metrics?: Metrics | undefined
  isConflict?: ((error: unknown) => boolean) | undefined
  retryAfterMs?: ((error: unknown) => number | undefined) | undefined
  hold?: ((key: string, ready: () => void) => boolean) | undefined
  newId?: (() => string) | undefined
}>

/** A controller that does nothing until it is run. */
export const createController = (options: ControllerOptions): Controller => {
  const { name, queue, workers, timeoutMs, clock, metrics = noMetrics } = options
  const { newId = () => crypto.randomUUID(), hold = () => false } = options
  const meters = controllerMetrics(metrics, name, workers)

  const handle = async (key: string, abandon: AbortSignal) => {
    const begunAt = clock.monotonic()
    meters.begun()
    let result: ReconcileResult | undefined
    try {
      result = settle(options, key, await reconcileOnce(options, key, abandon))
    } catch (error) {
      result = recover(options, key, error, abandon, meters.failed)
    } finally {
      meters.ended(result, (clock.monotonic() - begunAt) / 1000)
    }
  }
  const isHeld = (key: string): boolean => {
    const priority = queue.priorityOf(key)
    return hold(key, () => queue.add(key, { priority }))
  }
  const work = async (stop: AbortSignal, abandon: AbortSignal) => {
    for (;;) {
      const key = await nextKey(queue, stop)
      if (key === undefined) return
      if (!isHeld(key)) await inReconcile({ controller: name, key, reconcileID: newId() }, () => handle(key, abandon))
      queue.done(key)
    }
  }
  return {
    name,
    timeoutMs,
    longestRunningMs: queue.longestRunningMs,
    run: async (stop, abandon = new AbortController().signal) => {
      try {
        await Promise.all(Array.from({ length: workers }, () => work(stop, abandon)))
      } finally {
        queue.close()
      }
    },
  }
}

const nextKey = async (queue: Queue, stop: AbortSignal): Promise<string | undefined> => {
  try {
    return await queue.next(stop)
  } catch (error) {
    if (stop.aborted) return undefined
    throw error
  }
}

const reconcileOnce = (
  { reconcile, timeoutMs, clock }: ControllerOptions,
  key: string,
  abandon: AbortSignal,
): Promise<Outcome> =>
  withDeadline({ clock, ms: timeoutMs, signal: abandon, what: `Reconciling ${key}` }, (signal) =>
    reconcile(key, signal),
  )

const settle = ({ queue }: ControllerOptions, key: string, outcome: Outcome): ReconcileResult => {
  queue.forget(key)
  if (outcome.kind === 'settled') return 'success'
  queue.addAfter(key, outcome.afterMs)
  return 'requeue_after'
}

const recover = (
  { queue, log, isConflict = () => false, retryAfterMs = () => undefined }: ControllerOptions,
  key: string,
  err: unknown,
  abandon: AbortSignal,
  failed: (kind: 'terminal' | 'timeout' | 'panic' | 'other') => void,
): ReconcileResult | undefined => {
  if (abandon.aborted || err instanceof NotLeadingError) {
    log.info('reconcile abandoned, the next start takes it up')
    return undefined
  }
  if (isConflict(err)) {
    queue.addRateLimited(key)
    return 'requeue'
  }
  if (err instanceof TerminalError) {
    queue.forget(key)
    failed('terminal')
    log.error({ err }, 'reconcile failed for good, waiting for a new spec')
    return 'error'
  }
  queue.addRateLimited(key, { atLeastMs: retryAfterMs(err) })
  failed(kindOf(err))
  log.error({ err }, 'reconcile failed, will try again')
  return 'error'
}

const kindOf = (error: unknown): 'timeout' | 'panic' | 'other' => {
  if (error instanceof DeadlineError) return 'timeout'
  return error instanceof TypeError || error instanceof ReferenceError ? 'panic' : 'other'
}
