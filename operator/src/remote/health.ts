import type { Reach } from '../reach.ts'
import type { Look } from './look.ts'

/** What has been seen of a cluster: the verdict, and the looks in a row that speak against it. */
export type Health = Readonly<{
  reach: Reach
  /** What the looks against it said, as one word. */
  against: string
  inRow: number
}>

/** Before the first look. */
export const unseen = (now: number): Health => ({
  reach: { state: 'Connecting', message: '', since: now },
  against: '',
  inRow: 0,
})

/**
 * The verdict after one more look. It takes five failures in a row to call a cluster unreachable, and three answers to take
 * that back, so that a cluster that flaps does not make its owner flap. A refusal counts at once: an end of our access does
 * not heal by waiting. `renewed`: the credentials are others than those of the last look.
 */
export const healthAfter = (
  health: Health,
  look: Look,
  { now, renewed }: { now: number; renewed: boolean },
): Health => {
  const { reach } = health
  switch (look.kind) {
    case 'answered':
      if (reach.state === 'Reachable') return quiet(reach)
      if (reach.state === 'Connecting' || renewed) return reached(now)
      return counted(health, 'answered', answersToReturn, () => reached(now))
    case 'refused':
      return quiet(changed(reach, { state: 'Unauthorized', message: look.message }, now))
    case 'failed':
      if (reach.state === 'Unreachable' && reach.cause === look.cause) return quiet(reach)
      return counted(health, look.cause, failuresToLeave, () =>
        quiet(changed(reach, { state: 'Unreachable', cause: look.cause, message: look.message }, now)),
      )
    case 'unknown':
      if (reach.state !== 'Connecting') return health
      return counted(health, 'unknown', failuresToLeave, () => quiet({ ...reach, message: look.message }))
  }
}

/** Five looks ten seconds apart, as the cluster cache of Cluster API does. */
const failuresToLeave = 5
const answersToReturn = 3

const counted = (health: Health, against: string, needed: number, then: () => Health): Health => {
  const inRow = sameDirection(health.against, against) ? health.inRow + 1 : 1
  return inRow >= needed ? then() : { ...health, against, inRow }
}

// failures of two causes in turn are failures: only an answer, or a look that failed on our side, ends the row
const sameDirection = (before: string, now: string): boolean => {
  const isFailure = (word: string) => word !== '' && word !== 'answered' && word !== 'unknown'
  return before === now || (isFailure(before) && isFailure(now))
}

const quiet = (reach: Reach): Health => ({ reach, against: '', inRow: 0 })

const reached = (now: number): Health => quiet({ state: 'Reachable', message: '', since: now })

type Verdict = Reach extends infer R ? (R extends Reach ? Omit<R, 'since'> : never) : never

/** Since when a verdict stands does not move when only its words do. */
const changed = (before: Reach, verdict: Verdict, now: number): Reach =>
  ({ ...verdict, since: before.state === verdict.state ? before.since : now }) as Reach
