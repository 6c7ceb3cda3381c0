import type { Cancel, Clock } from '../ports/clock.ts'
import { type Metrics, noMetrics } from '../ports/metrics.ts'
import type { Probe } from './probes.ts'

/**
 * Watches whether the event loop turns. One that stands still for good cannot answer a probe, which the kubelet notices; this
 * notices one that hardly turns: `probe` complains once timers were late by more than half of the last 30 s in sum.
 */
export const watchEventLoop = ({ clock, metrics = noMetrics }: Readonly<{ clock: Clock; metrics?: Metrics }>) => {
  const beats: { at: number; lateMs: number }[] = []
  let cancel: Cancel = () => {}
  let dueAt = 0
  const heldUpMs = () => {
    const since = clock.monotonic() - windowMs
    while ((beats[0]?.at ?? Number.POSITIVE_INFINITY) < since) beats.shift()
    const underWay = Math.max(0, clock.monotonic() - dueAt)
    return beats.reduce((sum, { lateMs }) => sum + lateMs, underWay)
  }
  const beat = () => {
    beats.push({ at: clock.monotonic(), lateMs: Math.max(0, clock.monotonic() - dueAt) })
    arm()
  }
  const arm = () => {
    dueAt = clock.monotonic() + intervalMs
    cancel = clock.setTimeout(beat, intervalMs)
  }
  arm()
  metrics.observe(
    {
      name: 'event_loop_held_up_seconds',
      help: 'Time for which the event loop was late in the last 30 s.',
      labels: [],
    },
    () => [{ labels: {}, value: heldUpMs() / 1000 }],
  )
  const probe: Probe = () =>
    heldUpMs() > windowMs / 2
      ? `event loop: held up for ${Math.round(heldUpMs() / 1000)} of the last ${windowMs / 1000} s`
      : undefined
  return { probe, stop: () => cancel() }
}

const intervalMs = 1_000
const windowMs = 30_000
