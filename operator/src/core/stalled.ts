import type { ReasonOf } from '@taskplatform/crds/conditions'
import { NameTakenError, TerminalError } from '../errors.ts'
import { adviceOn, causeText, nextCommandFor, type StallReason } from './advice.ts'
import { holdOf } from './compliance.ts'
import { placeOf } from './composite.ts'
import type { Statement } from './conditions.ts'
import { stuckDeletion } from './deletion/stalled.ts'
import type { Facts } from './facts.ts'
import type { Issue } from './issue.ts'
import { conditionIn, failedSince, startOf } from './layer-clock.ts'
import type { Layer } from './layers.ts'
import { layerTimes } from './times.ts'

/**
 * Says what only a person can heal, what is probably behind it, and the command to type next: a spec that cannot be met, a
 * protected deletion, a refusal that time does not heal, a layer far behind its time.
 */
export function stalledStatement(facts: Facts, layerStatements: readonly Statement[]): Statement | undefined {
  const { platform } = facts
  const byPlatform = (reason: StallReason, message: string) =>
    stalled(reason, `${message}. Next: ${nextCommandFor(reason, platform)}`)

  if (platform.phase === 'Invalid')
    return byPlatform(platform.reason ?? 'Invalid', platform.issues.map(issueText).join('; '))
  const hold = platform.phase === 'Live' ? holdOf(facts.compliance, facts.observed) : undefined
  if (hold) return byPlatform(hold.reason, hold.message)
  if (platform.phase === 'Deleting' && platform.deletionProtection)
    return byPlatform('DeletionBlocked', 'deletion protection is on: set spec.deletionProtection to false to go on')
  const stuck = stuckDeletion(facts)
  if (stuck) return stalled('DeletionBlocked', stuck)
  return refusedForGood(facts) ?? firstOf(facts, layerStatements, refusedLong) ?? firstOf(facts, layerStatements, late)
}

/** When the next layer would count as stalled if nothing changed until then, in milliseconds since the epoch. */
export function nextDeadline(facts: Facts): number | undefined {
  const deadlines = facts.layers
    .flatMap((layer) => [deadlineOf(layer, facts), patienceOf(layer, facts)])
    .filter((deadline): deadline is number => deadline !== undefined && deadline > facts.now.getTime())
  return deadlines.length > 0 ? Math.min(...deadlines) : undefined
}

/** Our own last step was refused, and asking again would not help. */
function refusedForGood({ outcome, platform }: Facts): Statement | undefined {
  const { failed } = outcome
  if (!(failed?.error instanceof NameTakenError) && !(failed?.error instanceof TerminalError)) return undefined
  const reason = failed.error instanceof NameTakenError ? 'NameTaken' : 'Refused'
  const { message } = failed.error
  const about = 'layer' in failed.step ? failed.step : {}
  return stalled(reason, advised(message, adviceOn(message, reason, { platform, ...about })))
}

type Look = (layer: Layer, statement: Statement, facts: Facts) => Statement | undefined

function firstOf(facts: Facts, statements: readonly Statement[], look: Look): Statement | undefined {
  for (const layer of facts.layers) {
    const statement = conditionOf(layer, statements)
    if (!statement || statement.status === 'True' || statement.reason === 'Waiting') continue
    const found = look(layer, statement, facts)
    if (found) return found
  }
  return undefined
}

/** AWS has refused something for longer than its own delays explain, in words that time does not change. */
function refusedLong(layer: Layer, { reason, message }: Statement, facts: Facts): Statement | undefined {
  if (reason !== 'Failed') return undefined
  const advice = adviceOf('Refused', layer, message, facts)
  if (advice.cause?.heals !== 'Person' || isBefore(Date.parse(failedSince(layer, facts)) + patienceMs, facts))
    return undefined
  return stalled(advice.cause.reason ?? 'Refused', advised(message, advice))
}

function late(layer: Layer, { message }: Statement, facts: Facts): Statement | undefined {
  const deadline = deadlineOf(layer, facts)
  if (deadline === undefined || isBefore(deadline, facts)) return undefined
  const composite = facts.observed.composites.get(layer.name)
  const what = composite ? placeOf(composite) : layer.name
  const told = `${what} takes longer than ${layerTimes[layer.name].stalled} minutes (${message})`
  return stalled('DeadlineExceeded', advised(told, adviceOf('DeadlineExceeded', layer, message, facts)))
}

/** The clock of a layer does not run while it waits for another, up or down. */
function deadlineOf(layer: Layer, facts: Facts): number | undefined {
  const { stored, platform, observed } = facts
  const condition = conditionOf(layer, stored.status?.conditions ?? [])
  if (condition?.status !== 'False' || condition.reason === 'Waiting' || isPaused(facts)) return undefined
  const isTold = observed.composites.get(layer.name)?.metadata.deletionTimestamp !== undefined
  if (platform.phase === 'Deleting' && !isTold && condition.reason !== 'Retiring') return undefined
  return startOf(layer, facts) + layerTimes[layer.name].stalled * 60_000
}

/** When a refusal that was told before has lasted too long. */
function patienceOf(layer: Layer, facts: Facts): number | undefined {
  const condition = conditionOf(layer, facts.stored.status?.conditions ?? [])
  if (condition?.reason !== 'Failed' || isPaused(facts)) return undefined
  return Date.parse(failedSince(layer, facts)) + patienceMs
}

// new roles and policies of IAM take a minute or two to be known everywhere, and are refused until then
const patienceMs = 5 * 60_000

const isPaused = ({ stored }: Facts): boolean =>
  conditionIn(stored.status?.conditions ?? [], 'Paused')?.status === 'True'

const isBefore = (time: number, { now }: Facts): boolean => time > now.getTime()

const conditionOf = <T extends Readonly<{ type: string }>>(layer: Layer, conditions: readonly T[]): T | undefined =>
  conditions.find(({ type }) => type === `${layer.name}Ready`)

const adviceOf = (reason: StallReason, layer: Layer, message: string, { platform, observed }: Facts) =>
  adviceOn(message, reason, { platform, layer, composite: observed.composites.get(layer.name) })

const advised = (message: string, { cause, nextCommand }: ReturnType<typeof adviceOn>): string =>
  `${message.replace(/\.$/, '')}. ${cause ? `Likely cause: ${causeText(cause)}. ` : ''}Next: ${nextCommand}`

const stalled = (reason: ReasonOf<'Stalled'>, message: string): Statement => ({
  type: 'Stalled',
  status: 'True',
  reason,
  message,
})

const issueText = ({ path, message }: Issue): string => `${path}: ${message}`
