import type { Facts } from '../../core/facts.ts'
import type { Layer } from '../../core/layers.ts'
import { planFor } from '../../core/plan.ts'
import { parsePlatform } from '../../core/platform.ts'
import { nextDeadline } from '../../core/stalled.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Composites } from '../../ports/composites.ts'
import type { EventSink } from '../../ports/events.ts'
import type { Log } from '../../ports/log.ts'
import type { Platforms } from '../../ports/platforms.ts'
import type { Outcome, Reconcile } from '../../ports/reconcile.ts'
import { applyPlan } from './apply.ts'
import { observe } from './observe.ts'
import { publish } from './publish.ts'

/** Everything that a reconcile of a TaskPlatform touches. */
export type Ports = Readonly<{
  platforms: Platforms
  composites: Composites
  events: EventSink
  clock: Clock
  log: Log
}>

/** Brings one TaskPlatform a step closer to its spec, and tells what stands. Woken by every change of its composites. */
export const reconcileTaskPlatform =
  (ports: Ports, layers: readonly Layer[]): Reconcile =>
  async (key, signal) => {
    const stored = ports.platforms.get(key)
    if (!stored) return settled

    const platform = parsePlatform(stored)
    const observed = await observe(ports.composites, layers, platform, signal)
    const plan = planFor(layers, platform, observed)
    const outcome = await applyPlan(ports, stored, plan, signal)
    const facts: Facts = { layers, stored, platform, observed, outcome, now: new Date(ports.clock.now()) }
    await publish(ports, facts, signal)

    if (outcome.failed) throw outcome.failed.error
    return nextLook(facts)
  }

const settled: Outcome = { kind: 'settled' }

// Watches wake us for every change; only the passing of a deadline makes no noise.
function nextLook(facts: Facts): Outcome {
  const deadline = nextDeadline(facts)
  return deadline === undefined ? settled : { kind: 'again', afterMs: deadline - facts.now.getTime() + 1_000 }
}
