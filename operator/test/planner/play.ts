import { isDeepStrictEqual } from 'node:util'
import { type LayerName, layerNames } from '../../src/core/layer-names.ts'
import { statusOf } from '../../src/core/report.ts'
import type { Event } from './events.ts'
import { act, type Decision, decide, type View, viewOf } from './operator.ts'
import { complaintsOn, plannedOtherwise } from './rules.ts'
import { collect, compose, happen, newWorld, type World } from './world.ts'

/** How a story went: what was decided wrongly on the way, and what became of it when everybody did their part at last. */
export type Ending = Readonly<{
  complaints: readonly string[]
  /** Turns until a platform that is meant to live was as it was asked for; undefined if that was not waited for. */
  turnsToSettle: number | undefined
  /** Turns until it was gone, once it was deleted and nothing held it. */
  turnsToGo: number
}>

/** More turns than any world needs in which everybody does their part: an upgrade over two minors takes most. */
export const mostTurns = 60

/**
 * Plays an order of events and looks at every decision. Then lets everybody do their part: AWS makes and deletes what it is asked
 * for; the platform has to become what was asked for and stay so, and, once deleted, to end.
 */
export function play(events: readonly Event[]): Ending {
  const world = newWorld()
  const complaints: string[] = []
  let seen: View | undefined = viewOf(world)
  for (const event of events) {
    if (event.do !== 'reconcile') {
      happen(world, event)
      continue
    }
    // a deletion looks for itself; the TaskPlatform too is never seen younger than it was seen before
    const view = event.isLate && seen && !seen.stored.metadata.deletionTimestamp ? seen : viewOf(world)
    seen = view
    if (!view) continue
    const decision = turn(world, view, complaints, event.crashAfter)
    complaints.push(...[plannedOtherwise(decision, world.nowMs)].filter((one) => one !== undefined))
  }

  for (const what of ['resume', 'unprotect'] as const) happen(world, { do: what })
  // one order in two is deleted from where it stands
  const turnsToSettle = events.length % 2 === 0 && isMeantToLive(world) ? settle(world, complaints) : undefined
  happen(world, { do: 'delete' })
  return { complaints, turnsToSettle, turnsToGo: end(world, complaints) }
}

function turn(world: World, view: View, complaints: string[], crashAfter?: number | undefined): Decision {
  world.nowMs += 1000
  const decision = decide(view, world.nowMs)
  complaints.push(...complaintsOn(decision))
  act(world, decision, crashAfter)
  return decision
}

function isMeantToLive(world: World): boolean {
  const view = viewOf(world)
  return view !== undefined && decide(view, world.nowMs).platform.phase === 'Live'
}

/** Turns until nothing is left to do; then looks once more, an hour later, whether that stays so. */
function settle(world: World, complaints: string[]): number {
  for (let count = 1; count <= mostTurns; count++) {
    const view = viewOf(world)
    if (!view) return count
    const { plan, facts, lookAgainAt } = turn(world, view, complaints)
    if (plan.length === 0 && isDone(world)) {
      const again = statusOf({
        ...facts([]),
        stored: world.stored ?? view.stored,
        now: new Date(world.nowMs + 3_600_000),
      })
      if (!isDeepStrictEqual(again, world.stored?.status)) complaints.push('a settled platform is written again')
      return count
    }
    for (const name of layerNames) doTheirPart(world, name)
    // as far as the next maintenance window, if that is what is waited for
    world.nowMs = Math.max(world.nowMs, lookAgainAt?.getTime() ?? 0) + 60_000
  }
  return mostTurns + 1
}

const isDone = ({ stored }: World): boolean =>
  stored?.status?.conditions?.[0]?.status === 'True' &&
  (stored.status.upgrades ?? []).every(({ state }) => state === 'Done')

function end(world: World, complaints: string[]): number {
  for (let count = 0; count <= mostTurns; count++) {
    const view = viewOf(world)
    if (!view) {
      if (world.composites.size > 0) complaints.push(`left behind: ${[...world.composites.keys()].join(', ')}`)
      return count
    }
    if (decide(view, world.nowMs).platform.phase === 'Paused') happen(world, { do: 'edit', choice: resumeChoice })
    else turn(world, view, complaints)
    for (const name of layerNames) doTheirPart(world, name)
    // a cluster that nobody sees is waited for, and this makes short work of it
    world.nowMs += 5 * 60_000
  }
  return mostTurns + 1
}

// among the edits, the one that sets spec.suspend to false
const resumeChoice = 15

/** Crossplane and AWS do what is asked of a layer. */
function doTheirPart(world: World, name: LayerName): void {
  collect(world, name)
  compose(world, name, 'ready')
}
