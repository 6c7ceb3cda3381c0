import { isDeepStrictEqual } from 'node:util'
import { finalizer } from '@taskplatform/crds/labels'
import { deletionOf } from '../../src/core/deletion/deletion.ts'
import type { Facts } from '../../src/core/facts.ts'
import { nothingObserved, type Observed } from '../../src/core/observed.ts'
import { type Plan, planFor, type Step } from '../../src/core/plan.ts'
import { type Platform, parsePlatform, type StoredPlatform } from '../../src/core/platform.ts'
import { type Recorded, recordedOf } from '../../src/core/recorded.ts'
import { statusOf } from '../../src/core/report.ts'
import { guideUpgrades } from '../../src/core/upgrade/guide.ts'
import type { Reach } from '../../src/core/workload-cluster.ts'
import { installation } from '../builders/installation.ts'
import { rememberedLayers as layers } from './remembered-layers.ts'
import { carryOut, type World } from './world.ts'

/** What the operator has seen: the TaskPlatform and its composites, of one moment. */
export type View = Readonly<{ stored: StoredPlatform; observed: Observed }>

/** What it decided from that. */
export type Decision = Readonly<{
  view: View
  platform: Platform
  plan: Plan
  facts: (done: readonly Step[]) => Facts
  /** When an upgrade may go on. */
  lookAgainAt: Date | undefined
}>

/** What is to be seen of a world now. */
export function viewOf({ stored, composites, leaving, workloads }: World): View | undefined {
  if (!stored) return undefined
  const isGoing = stored.metadata.deletionTimestamp !== undefined
  const held = isGoing && workloads.isSeen ? { held: workloads.held } : {}
  const reach = reachOf(composites.get('Cluster')?.status, workloads.isSeen)
  return {
    stored,
    observed: {
      composites: new Map(composites),
      workload: { reach, ...held },
      ...(isGoing ? { leaving: new Map(leaving) } : {}),
    },
  }
}

function reachOf(status: Readonly<Record<string, unknown>> = {}, isSeen: boolean): Reach {
  if (!status['kubeconfigSecretRef']) return { since: 0, message: '', state: 'Waiting' }
  if (isSeen) return { since: 0, message: '', state: 'Reachable' }
  return { since: 0, message: 'nobody answers', state: 'Unreachable', cause: 'TimedOut' }
}

/** Decides as a reconcile does, from the pure parts that it is made of. */
export function decide(view: View, nowMs: number): Decision {
  const { stored } = view
  const now = new Date(nowMs)
  const asked = parsed(stored, recordedOf(stored.status?.resolved, view.observed))
  const observed = asked.phase === 'Live' || asked.phase === 'Deleting' ? view.observed : nothingObserved
  const before = stored.status?.upgrades ?? []
  const guided =
    asked.phase === 'Live'
      ? guideUpgrades(asked, observed, { now, before, workload: { budgets: undefined, freeAddresses: undefined } })
      : undefined
  const platform = guided?.platform ?? asked
  const deletion =
    platform.phase === 'Deleting'
      ? deletionOf({ layers, stored, platform, observed, graceMs: installation.workloadApiGraceSeconds * 1000, now })
      : undefined
  const plan = planFor(layers, platform, observed, undefined, deletion)
  return {
    view,
    platform,
    plan,
    lookAgainAt: guided?.lookAgainAt,
    facts: (done) => ({
      ...{ layers, stored, platform, observed, now },
      compliance: undefined,
      upgrades: guided?.upgrades,
      deletion,
      outcome: { done },
    }),
  }
}

/** Carries out a plan, up to a crash; then nobody writes a status. */
export function act(world: World, { view, plan, facts }: Decision, crashAfter: number | undefined): void {
  const steps = plan.filter((step) => step.do !== 'wait')
  for (const step of steps.slice(0, crashAfter)) carryOut(world, step)
  const isCut = crashAfter !== undefined && crashAfter <= steps.length
  const isAnother = steps.some((step) => step.do === 'claim' || step.do === 'release')
  // a status is refused for a TaskPlatform that has changed meanwhile
  if (isCut || isAnother || world.stored !== view.stored) return
  const status = statusOf(facts(steps))
  if (!isDeepStrictEqual(status, view.stored.status)) world.stored = { ...view.stored, status }
}

const parses = new Map<string, Platform>()

// reading a spec takes longer than planning, and few different ones are read
function parsed(stored: StoredPlatform, recorded: Recorded): Platform {
  const { finalizers = [], generation = 0, deletionTimestamp, annotations } = stored.metadata
  const key = JSON.stringify([stored.spec, deletionTimestamp !== undefined, annotations, recorded])
  const known = parses.get(key) ?? parsePlatform(stored, installation, recorded)
  parses.set(key, known)
  return { ...known, generation, claimed: finalizers.includes(finalizer) }
}
