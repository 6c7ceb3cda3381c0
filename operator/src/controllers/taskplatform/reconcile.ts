import { type Compliance, holdOf, type Judge, type NotJudged } from '../../core/compliance.ts'
import { midnightAfter, today } from '../../core/days.ts'
import { askedPlan, deletionOf, isPlanDue } from '../../core/deletion/deletion.ts'
import { nextDeletionLook } from '../../core/deletion/next-look.ts'
import type { Facts } from '../../core/facts.ts'
import type { Installation } from '../../core/installation.ts'
import type { Layer } from '../../core/layers.ts'
import { planFor } from '../../core/plan.ts'
import { type Platform, parsePlatform, type StoredPlatform } from '../../core/platform.ts'
import { recordedOf } from '../../core/recorded.ts'
import { nextDeadline } from '../../core/stalled.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Composites } from '../../ports/composites.ts'
import type { EventSink } from '../../ports/events.ts'
import type { Log } from '../../ports/log.ts'
import type { Platforms } from '../../ports/platforms.ts'
import type { ProviderConfigs } from '../../ports/provider-configs.ts'
import type { Outcome, Reconcile } from '../../ports/reconcile.ts'
import type { WorkloadClusters } from '../../ports/workload-clusters.ts'
import { applyPlan } from './apply.ts'
import { type GuidePorts, guide } from './guide.ts'
import { observe, observeCached } from './observe.ts'
import { publish } from './publish.ts'
import { type RememberingJudge, rememberJudgements } from './remember-judgements.ts'

/** Everything that a reconcile of a TaskPlatform touches. */
export type Ports = Readonly<{
  platforms: Platforms
  composites: Composites
  providerConfigs: ProviderConfigs
  workload: WorkloadClusters
  events: EventSink
  clock: Clock
  log: Log
}> &
  GuidePorts

/** What decides besides the platform itself: which layers there are, for whom we work, and who judges. */
export type Rules = Readonly<{ layers: readonly Layer[]; installation: Installation; judge: Judge }>

/** Brings one TaskPlatform a step closer to its spec, and tells what stands. Woken by every change of its composites. */
export const reconcileTaskPlatform = (ports: Ports, { layers, installation, judge }: Rules): Reconcile => {
  const judging = rememberJudgements(judge)
  return async (key, signal) => {
    const stored = ports.platforms.get(key)
    if (!stored) return forgotten(ports, judging, key)

    const now = new Date(ports.clock.now())
    const recorded = recordedOf(stored.status?.resolved, observeCached(ports.composites, layers, nameOf(stored)))
    const asked = parsePlatform(stored, installation, recorded)
    const observed = await observe(ports, layers, asked, isPlanDue(stored, asked), signal)
    const compliance = complianceOf(judging, asked, { now, log: ports.log })
    const { platform, upgrades, lookAgainAt } = await guide(ports, asked, observed, { now, stored }, signal)
    const leaving = leavingFacts(layers, { stored, platform, observed, installation, now })
    const plan = planFor(layers, platform, observed, compliance, leaving.deletion)
    const outcome = await applyPlan(ports, stored, plan, signal)
    const facts: Facts = { layers, stored, platform, observed, compliance, upgrades, ...leaving, outcome, now }
    await publish(ports, facts, signal)

    if (outcome.failed) throw outcome.failed.error
    // tried again by the queue, because no change of the object would bring it back
    if (compliance && 'notJudged' in compliance && holdOf(compliance, observed)) throw compliance.notJudged
    return nextLook(facts, lookAgainAt)
  }
}

const nameOf = ({ metadata: { namespace = '', name } }: StoredPlatform) => ({ namespace, name })

function forgotten({ workload }: Ports, { forget }: RememberingJudge, key: string): Outcome {
  const [namespace = '', name = ''] = key.split('/')
  workload.forget({ namespace, name })
  forget(key)
  return settled
}

const settled: Outcome = { kind: 'settled' }

/**
 * How the platform is judged. A fault of ours in judging must not leave a standing platform unattended, but nothing is made
 * unjudged; both is told in the status.
 */
function complianceOf(
  { judge }: RememberingJudge,
  platform: Platform,
  { now, log }: Readonly<{ now: Date; log: Log }>,
): Compliance | NotJudged | undefined {
  if (platform.phase !== 'Live') return undefined
  try {
    return judge(platform, today(now))
  } catch (err) {
    log.error({ err, name: platform.name }, 'platform could not be judged')
    return { notJudged: err instanceof Error ? err : new Error(String(err)) }
  }
}

// Watches wake us for every change of ours; the passing of time makes no noise, and what is leaving is not watched.
function nextLook(facts: Facts, lookAgainAt: Date | undefined): Outcome {
  const { now, platform } = facts
  const looks = [
    nextDeletionLook(facts),
    lookAgainAt?.getTime(),
    nextDeadline(facts),
    platform.phase === 'Live' ? midnightAfter(now) : undefined,
  ]
  const next = Math.min(...looks.map((look) => look ?? Number.POSITIVE_INFINITY))
  return Number.isFinite(next) ? { kind: 'again', afterMs: next - now.getTime() + 1_000 } : settled
}

/** How a deletion was judged, or what one would do, if somebody asked. */
function leavingFacts(
  layers: readonly Layer[],
  { installation, ...facts }: Pick<Facts, 'stored' | 'platform' | 'observed' | 'now'> & Pick<Rules, 'installation'>,
): Pick<Facts, 'deletion' | 'askedPlan'> {
  const { platform, stored, observed } = facts
  const graceMs = installation.workloadApiGraceSeconds * 1_000
  if (platform.phase === 'Deleting') return { deletion: deletionOf({ ...facts, layers, platform, graceMs }) }
  return platform.phase === 'Live' ? { askedPlan: askedPlan(layers, stored, platform, observed) } : {}
}
