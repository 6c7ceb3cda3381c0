import { type Compliance, holdOf, type Judge, type NotJudged } from '../../core/compliance.ts'
import { midnightAfter, today } from '../../core/days.ts'
import { askedPlan, deletionOf, isPlanDue } from '../../core/deletion/deletion.ts'
import { nextDeletionLook } from '../../core/deletion/next-look.ts'
import type { Drift } from '../../core/drift.ts'
import type { Facts } from '../../core/facts.ts'
import type { Installation } from '../../core/installation.ts'
import type { Layer } from '../../core/layers.ts'
import { planFor } from '../../core/plan.ts'
import type { Platform, StoredPlatform } from '../../core/platform.ts'
import { nextDeadline } from '../../core/stalled.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Composites } from '../../ports/composites.ts'
import type { DriftNotes } from '../../ports/drift-notes.ts'
import type { EventSink } from '../../ports/events.ts'
import type { ExternalNames } from '../../ports/external-names.ts'
import type { Log } from '../../ports/log.ts'
import type { Platforms } from '../../ports/platforms.ts'
import type { ProviderConfigs } from '../../ports/provider-configs.ts'
import type { Outcome, Reconcile } from '../../ports/reconcile.ts'
import type { WorkloadClusters } from '../../ports/workload-clusters.ts'
import { createAdmission } from './admit.ts'
import { readPlatform } from './adopt.ts'
import { applyPlan } from './apply.ts'
import { exportingTo } from './export-names.ts'
import { type GuidePorts, guide } from './guide.ts'
import { observe, observeCached } from './observe.ts'
import { publish } from './publish.ts'
import { type RememberingJudge, rememberJudgements } from './remember-judgements.ts'

/** Everything that a reconcile of a TaskPlatform touches. */
export type Ports = Readonly<{
  platforms: Platforms
  composites: Composites
  names: ExternalNames
  notes: DriftNotes
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
export const reconcileTaskPlatform = (ports: Ports, rules: Rules): Reconcile => {
  const { layers, installation, judge } = rules
  const judging = rememberJudgements(judge)
  const admit = createAdmission(ports, installation)
  const exporting = exportingTo(ports.names)
  return async (key, signal) => {
    const stored = ports.platforms.get(key)
    if (!stored) return forgotten(ports, [judging, exporting], key)

    const now = new Date(ports.clock.now())
    const standing = observeCached(ports.composites, layers, nameOf(stored))
    const { platform: parsed, adopting } = await readPlatform(ports.names, rules, stored, standing, signal)
    const asked = await admit(stored, parsed, standing, signal)
    const observed = await observe(ports, layers, asked, isPlanDue(stored, asked), signal)
    const compliance = complianceOf(judging, asked, { now, log: ports.log })
    const { platform, upgrades, lookAgainAt } = await guide(ports, asked, observed, { now, stored }, signal)
    const leaving = leavingFacts(layers, { stored, platform, observed, installation, now })
    const plan = planFor(layers, platform, observed, compliance, leaving.deletion)
    const outcome = await applyPlan(ports, stored, plan, signal)
    const told = await exporting.exportNames({ stored, platform, observed, adopting }, now, signal)
    const names = { adopting, exportedTo: told.name, drift: driftFor(platform, ports.notes.take(key)) }
    const facts: Facts = {
      layers,
      stored,
      platform,
      observed,
      compliance,
      upgrades,
      ...leaving,
      ...names,
      outcome,
      now,
    }
    await publish(ports, facts, signal)

    if (outcome.failed) throw outcome.failed.error
    // tried again by the queue, because no change of the object would bring it back
    if (compliance && 'notJudged' in compliance && holdOf(compliance, observed)) throw compliance.notJudged
    return nextLook(facts, [lookAgainAt, told.dueAt])
  }
}

const nameOf = ({ metadata: { namespace = '', name } }: StoredPlatform) => ({ namespace, name })

function forgotten({ workload }: Ports, memories: readonly Memory[], key: string): Outcome {
  const [namespace = '', name = ''] = key.split('/')
  workload.forget({ namespace, name })
  for (const { forget } of memories) forget(key)
  return settled
}

/** What remembers something of each platform. */
type Memory = Readonly<{ forget: (key: string) => void }>

// what goes away is deleted by us, layer by layer
const driftFor = ({ phase }: Platform, drift: readonly Drift[]): readonly Drift[] => (phase === 'Deleting' ? [] : drift)

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
function nextLook(facts: Facts, others: readonly (Date | undefined)[]): Outcome {
  const { now, platform } = facts
  const looks = [
    nextDeletionLook(facts),
    ...others.map((other) => other?.getTime()),
    nextDeadline(facts),
    platform.phase === 'Live' ? midnightAfter(now) : undefined,
    platform.phase === 'Invalid' && platform.mayHeal ? now.getTime() + barredMs : undefined,
  ]
  const next = Math.min(...looks.map((look) => look ?? Number.POSITIVE_INFINITY))
  return Number.isFinite(next) ? { kind: 'again', afterMs: next - now.getTime() + 1_000 } : settled
}

// who may do what, and who has which addresses, changes without a word to the platform that waits for it
const barredMs = 60_000

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
